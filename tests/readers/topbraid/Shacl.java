import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.jena.rdf.model.Model;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.topbraid.shacl.validation.ValidationUtil;

/** Validates files by TopBraid: java Shacl.java FOLDER SHAPES FILE... The report on each is FOLDER/FILE.nt then. */
public class Shacl {
    public static void main(String[] arguments) throws Exception {
        Model shapes = RDFDataMgr.loadModel(arguments[1]);
        for (int i = 2; i < arguments.length; i++) {
            Path file = Path.of(arguments[i]);
            try (OutputStream out = Files.newOutputStream(Path.of(arguments[0]).resolve(file.getFileName()))) {
                var report = ValidationUtil.validateModel(RDFDataMgr.loadModel(arguments[i]), shapes, false);
                RDFDataMgr.write(out, report.getModel(), Lang.NTRIPLES);
            }
        }
    }
}
