import java.io.File;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jgrapht.Graph;
import org.jgrapht.graph.DefaultEdge;
import org.jgrapht.graph.DirectedPseudograph;
import org.jgrapht.nio.graphml.GraphMLImporter;
import org.jgrapht.util.SupplierUtil;

/** Reads GraphML as JGraphT does, held to its schema, and prints nodes and edges, a line of JSON each. */
public class Read {
    public static void main(String[] arguments) throws Exception {
        Graph<String, DefaultEdge> graph = new DirectedPseudograph<>(
            SupplierUtil.createStringSupplier(), SupplierUtil.createDefaultEdgeSupplier(), false);
        GraphMLImporter<String, DefaultEdge> importer = new GraphMLImporter<>();
        Map<Object, Map<String, String>> values = new LinkedHashMap<>();
        importer.setVertexFactory(id -> id);
        importer.addVertexAttributeConsumer((key, value) -> of(values, key.getFirst()).put(key.getSecond(), value.getValue()));
        importer.addEdgeAttributeConsumer((key, value) -> of(values, key.getFirst()).put(key.getSecond(), value.getValue()));
        importer.importGraph(graph, new File(arguments[0]));
        PrintStream out = new PrintStream(System.out, false, "UTF-8");
        for (String node : graph.vertexSet()) {
            out.println("[\"node\"," + quoted(node) + "," + json(of(values, node)) + "]");
        }
        for (DefaultEdge edge : graph.edgeSet()) {
            out.println("[\"edge\"," + quoted(graph.getEdgeSource(edge)) + "," + quoted(graph.getEdgeTarget(edge)) + ","
                + json(of(values, edge)) + "]");
        }
        out.flush();
    }

    private static Map<String, String> of(Map<Object, Map<String, String>> values, Object key) {
        return values.computeIfAbsent(key, unknown -> new LinkedHashMap<>());
    }

    private static String json(Map<String, String> values) {
        StringBuilder text = new StringBuilder();
        values.forEach((name, value) -> text.append(text.isEmpty() ? "" : ",").append(quoted(name)).append(":")
            .append(quoted(value)));
        return "{" + text + "}";
    }

    private static String quoted(String value) {
        StringBuilder text = new StringBuilder("\"");
        for (char c : value.toCharArray()) {
            text.append(c < ' ' || c > '~' || c == '"' || c == '\\' ? String.format("\\u%04x", (int) c) : "" + c);
        }
        return text.append('"').toString();
    }
}
