import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.eclipse.rdf4j.rio.ParseErrorListener;
import org.eclipse.rdf4j.rio.RDFFormat;
import org.eclipse.rdf4j.rio.RDFParser;
import org.eclipse.rdf4j.rio.Rio;
import org.eclipse.rdf4j.rio.helpers.BasicParserSettings;

/** Reads a folder's files: java Read.java FOLDER OUT. Each becomes OUT/FILE.nq; complaints are printed. */
public class Read {
    public static void main(String[] arguments) throws Exception {
        try (DirectoryStream<Path> files = Files.newDirectoryStream(Path.of(arguments[0]))) {
            for (Path file : files) {
                read(file, Path.of(arguments[1], file.getFileName() + ".nq"));
            }
        }
    }

    private static void read(Path file, Path target) throws Exception {
        String name = file.getFileName().toString();
        try (InputStream in = Files.newInputStream(file); OutputStream out = Files.newOutputStream(target)) {
            RDFParser parser = Rio.createParser(Rio.getParserFormatForFileName(name).orElseThrow());
            parser.getParserConfig()
                    .set(BasicParserSettings.VERIFY_DATATYPE_VALUES, true)
                    .set(BasicParserSettings.VERIFY_LANGUAGE_TAGS, true)
                    .set(BasicParserSettings.VERIFY_RELATIVE_URIS, true)
                    .set(BasicParserSettings.VERIFY_URI_SYNTAX, true);
            parser.setRDFHandler(Rio.createWriter(RDFFormat.NQUADS, out));
            parser.setParseErrorListener(new ParseErrorListener() {
                public void warning(String message, long line, long column) { print("warning", message, line); }
                public void error(String message, long line, long column) { print("error", message, line); }
                public void fatalError(String message, long line, long column) { print("fatal", message, line); }
                private void print(String kind, String message, long line) {
                    System.out.println(name + ", line " + line + ": " + kind + ": " + message);
                }
            });
            parser.parse(in, "http://example.org/");
        } catch (org.eclipse.rdf4j.rio.RDFParseException complained) {
            System.out.println(name + ": " + complained.getMessage());
        }
    }
}
