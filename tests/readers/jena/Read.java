import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.system.ErrorHandler;
import org.apache.jena.riot.system.StreamRDF;
import org.apache.jena.riot.system.StreamRDFWriter;
import org.apache.jena.sys.JenaSystem;

/** Reads files as `riot --strict` does: java Read.java FOLDER FILE... Each becomes FOLDER/FILE.nq; complaints are printed. */
public class Read {
    public static void main(String[] arguments) throws Exception {
        JenaSystem.init();
        for (int i = 1; i < arguments.length; i++) {
            String name = Path.of(arguments[i]).getFileName().toString();
            try (OutputStream out = Files.newOutputStream(Path.of(arguments[0], name + ".nq"))) {
                StreamRDF triples = StreamRDFWriter.getWriterStream(out, Lang.NQUADS);
                ErrorHandler complain = new ErrorHandler() {
                    public void warning(String message, long line, long column) { print("warning", message, line); }
                    public void error(String message, long line, long column) { print("error", message, line); }
                    public void fatal(String message, long line, long column) { print("fatal", message, line); }
                    private void print(String kind, String message, long line) {
                        System.out.println(name + ", line " + line + ": " + kind + ": " + message);
                    }
                };
                RDFParser.source(arguments[i]).strict(true).checking(true).errorHandler(complain).parse(triples);
                triples.finish(); // the reader of JSON-LD doesn't
            }
        }
    }
}
