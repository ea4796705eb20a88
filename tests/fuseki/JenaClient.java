import java.io.OutputStream;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import org.apache.jena.query.QueryExecution;
import org.apache.jena.query.ResultSetFormatter;
import org.apache.jena.sparql.exec.http.QueryExecutionHTTP;

/** Asks a service all queries in a folder: java JenaClient.java URL FOLDER. The answer to NAME.rq is in NAME.json then. */
public class JenaClient {
    public static void main(String[] arguments) throws Exception {
        try (DirectoryStream<Path> queries = Files.newDirectoryStream(Path.of(arguments[1]), "*.rq")) {
            for (Path query : queries) {
                Path answer = Path.of(query.toString().replaceAll("\\.rq$", ".json"));
                try (QueryExecution asked = QueryExecutionHTTP.service(arguments[0], Files.readString(query));
                        OutputStream out = Files.newOutputStream(answer)) {
                    ResultSetFormatter.outputAsJSON(out, asked.execSelect());
                }
            }
        }
    }
}
