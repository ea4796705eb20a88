import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFDataMgr;
import org.apache.jena.shacl.ShaclValidator;
import org.apache.jena.shacl.Shapes;

/** Validates files by Jena SHACL: java Shacl.java FOLDER SHAPES FILE... The report on each is FOLDER/FILE.nt then. */
public class Shacl {
    public static void main(String[] arguments) throws Exception {
        Shapes shapes = Shapes.parse(RDFDataMgr.loadGraph(arguments[1]));
        for (int i = 2; i < arguments.length; i++) {
            Path file = Path.of(arguments[i]);
            try (OutputStream out = Files.newOutputStream(Path.of(arguments[0]).resolve(file.getFileName()))) {
                var report = ShaclValidator.get().validate(shapes, RDFDataMgr.loadGraph(arguments[i]));
                RDFDataMgr.write(out, report.getModel(), Lang.NTRIPLES);
            }
        }
    }
}
