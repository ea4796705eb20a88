import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.jena.riot.Lang;
import org.apache.jena.riot.RDFParser;
import org.apache.jena.riot.RiotException;
import org.apache.jena.riot.system.ErrorHandler;
import org.apache.jena.riot.system.StreamRDF;
import org.apache.jena.riot.system.StreamRDFWriter;
import org.apache.jena.sys.JenaSystem;

/** Reads a folder's files as `riot --strict`: java Read.java FOLDER OUT. Each becomes OUT/FILE.nq; complaints are printed. */
public class Read {
    public static void main(String[] arguments) throws Exception {
        JenaSystem.init();
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(arguments[0]))) {
            for (Path file : files) {
                read(file, Path.of(arguments[1], file.getFileName() + ".nq"));
            }
        }
    }

    private static void read(Path file, Path target) throws Exception {
        try (OutputStream out = Files.newOutputStream(target)) {
            StreamRDF triples = StreamRDFWriter.getWriterStream(out, Lang.NQUADS);
            ErrorHandler complain = new ErrorHandler() {
                public void warning(String message, long line, long column) { print("warning", message, line); }
                public void error(String message, long line, long column) { print("error", message, line); }
                public void fatal(String message, long line, long column) {
                    print("fatal", message, line);
                    throw new RiotException(message);
                }
                private void print(String kind, String message, long line) {
                    System.out.println(file.getFileName() + ", line " + line + ": " + kind + ": " + message);
                }
            };
            RDFParser.source(file).strict(true).checking(true).errorHandler(complain).parse(triples);
            triples.finish(); // the reader of JSON-LD doesn't
        } catch (RiotException printed) {
            // What it found before stays.
        }
    }
}
