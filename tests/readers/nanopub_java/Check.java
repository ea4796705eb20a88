import java.io.File;
import org.eclipse.rdf4j.rio.RDFFormat;
import org.nanopub.MultiNanopubRdfHandler;
import org.nanopub.trusty.TrustyNanopubUtils;

/** Reads the nanopublications of a TriG file and prints the IRI of each whose content has the checksum in its IRI. */
public class Check {
    public static void main(String[] arguments) throws Exception {
        MultiNanopubRdfHandler.process(RDFFormat.TRIG, new File(arguments[0]), nanopub -> System.out.println(
            (TrustyNanopubUtils.isValidTrustyNanopub(nanopub) ? "valid " : "wrong ") + nanopub.getUri()));
    }
}
