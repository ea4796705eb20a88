import java.io.File;
import java.io.PrintStream;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.LogManager;
import org.gephi.graph.api.Column;
import org.gephi.graph.api.Edge;
import org.gephi.graph.api.Element;
import org.gephi.graph.api.ElementIterable;
import org.gephi.graph.api.GraphController;
import org.gephi.graph.api.GraphModel;
import org.gephi.graph.api.Interval;
import org.gephi.graph.api.Node;
import org.gephi.graph.api.Table;
import org.gephi.io.importer.api.Container;
import org.gephi.io.importer.api.EdgeMergeStrategy;
import org.gephi.io.importer.api.ImportController;
import org.gephi.io.processor.plugin.DefaultProcessor;
import org.gephi.project.api.ProjectController;
import org.openide.util.Lookup;

/**
 * Opens a file as Gephi does and prints the nodes and edges that it then has, a line of JSON each, values by the titles
 * of their columns. With "unmerged" behind the file, its dialog is told not to merge edges.
 */
public class Read {
    public static void main(String[] arguments) throws Exception {
        LogManager.getLogManager().reset();
        PrintStream out = new PrintStream(System.out, false, "UTF-8");
        ProjectController projects = Lookup.getDefault().lookup(ProjectController.class);
        projects.newProject();
        ImportController importer = Lookup.getDefault().lookup(ImportController.class);
        Container container = importer.importFile(new File(arguments[0]));
        if (arguments.length > 1) {
            container.getLoader().setEdgesMergeStrategy(EdgeMergeStrategy.NO_MERGE);
        }
        importer.process(container, new DefaultProcessor(), projects.getCurrentWorkspace());
        GraphModel model = Lookup.getDefault().lookup(GraphController.class).getGraphModel();
        for (Node node : model.getGraph().getNodes().toArray()) {
            Map<String, String> values = values(node, model.getNodeTable());
            values.put("color", String.format("#%02x%02x%02x", (int) (node.r() * 255 + .5f),
                (int) (node.g() * 255 + .5f), (int) (node.b() * 255 + .5f)));
            out.println("[\"node\"," + quoted(node.getId().toString()) + "," + json(values) + "]");
        }
        for (Edge edge : model.getGraph().getEdges().toArray()) {
            Map<String, String> values = values(edge, model.getEdgeTable());
            for (Interval interval : edge.getIntervals()) {
                values.put("dated", "yes");
            }
            out.println("[\"edge\"," + quoted(edge.getSource().getId().toString()) + ","
                + quoted(edge.getTarget().getId().toString()) + "," + json(values) + "]");
        }
        out.flush();
    }

    private static Map<String, String> values(Element element, Table table) {
        Map<String, String> values = new LinkedHashMap<>();
        for (Column column : table) {
            if (element.getAttribute(column) instanceof String value) {
                values.put(column.getTitle(), value);
            }
        }
        return values;
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
