// Helpers for the proofs of the deck `jakartaee`: an embedded Tomcat 10 (Servlet 6) on a free port of the loopback
// interface, set up through the standard ServletContext, and a client that keeps cookies and doesn't follow redirects.
import jakarta.servlet.ServletContext;
import jakarta.servlet.ServletException;
import java.net.CookieManager;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import org.apache.catalina.Context;
import org.apache.catalina.connector.Connector;
import org.apache.catalina.startup.Tomcat;

public class Prelude {
    /** Sets up the application; may throw what registering servlets throws. */
    public interface Setup { void accept(ServletContext app) throws ServletException; }

    /** What servlets and filters note down, in order. */
    public static final List<String> log = new CopyOnWriteArrayList<>();

    private static Tomcat tomcat;
    private static final HttpClient client = HttpClient.newBuilder()
        .cookieHandler(new CookieManager()).followRedirects(HttpClient.Redirect.NEVER).build();

    /** Starts a server with this application in the root context. */
    public static Context start(Setup setup) throws Exception {
        tomcat = new Tomcat();
        tomcat.setBaseDir(Files.createTempDirectory("tomcat").toString());
        Connector connector = new Connector();
        connector.setPort(0);
        connector.setProperty("address", "127.0.0.1");
        tomcat.setConnector(connector);
        Context context = tomcat.addContext("", null);
        context.setIgnoreAnnotations(true); // else filters need jakarta.annotation, which Debian's jars lack
        context.addServletContainerInitializer((classes, app) -> setup.accept(app), Set.of());
        tomcat.start();
        return context;
    }

    /** Stops the server: sessions end, servlets are destroyed. */
    public static void stop() throws Exception {
        tomcat.stop();
        tomcat.destroy();
    }

    /** Sends a request with a body (or null) and headers as pairs. */
    public static HttpResponse<String> send(String method, String path, String body, String... headers) throws Exception {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + tomcat.getConnector().getLocalPort() + path))
            .method(method, body == null ? HttpRequest.BodyPublishers.noBody() : HttpRequest.BodyPublishers.ofString(body));
        if (headers.length > 0) request.headers(headers);
        return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
    }

    /** The status of a GET, and its body unless it is an error page. */
    public static String get(String path, String... headers) throws Exception {
        HttpResponse<String> r = send("GET", path, null, headers);
        return (r.statusCode() + " " + (r.statusCode() < 400 ? r.body() : "")).strip();
    }

    /** The same for a POST of a form. */
    public static String post(String path, String form) throws Exception {
        HttpResponse<String> r = send("POST", path, form, "Content-Type", "application/x-www-form-urlencoded");
        return (r.statusCode() + " " + (r.statusCode() < 400 ? r.body() : "")).strip();
    }
}
