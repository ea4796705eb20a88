import java.nio.file.Path;
import org.neo4j.dbms.api.DatabaseManagementService;
import org.neo4j.dbms.api.DatabaseManagementServiceBuilder;

/** A real Neo4j as its conf/neo4j.conf says: java Neo4jServer HOME. It ends with its standard input. */
public class Neo4jServer {
    public static void main(String[] arguments) throws Exception {
        Path home = Path.of(arguments[0]);
        DatabaseManagementService service = new DatabaseManagementServiceBuilder(home)
                .loadPropertiesFromFile(home.resolve("conf").resolve("neo4j.conf"))
                .build();
        System.out.println("up");
        while (System.in.read() >= 0) {
            // Whatever comes in, only its end counts.
        }
        service.shutdown();
    }
}
