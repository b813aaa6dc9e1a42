import java.io.ByteArrayOutputStream;
import java.io.File;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.net.URL;
import java.net.URLClassLoader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.TimeZone;
import javax.tools.JavaCompiler;
import javax.tools.ToolProvider;

/**
 * Compiles and runs each case in one JVM: a class loader each, output caught, and what a case may have changed for all
 * put back.
 *
 * <p>Arguments: the folder of cases, the class path, the release (both may be empty). Each case is a folder of sources
 * with a class {@code Main}; for each a line of JSON tells what came of it. A case that ends the JVM is told by a
 * shutdown hook without its status. With a class name alone, the version that this class knows is printed.
 */
public class Harness {
    static final PrintStream ANSWERS = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
    static final long MILLIS = 15_000;
    static final int MOST = 1 << 20;

    static volatile String current;
    static ByteArrayOutputStream out, err;
    static boolean compiled;
    static long began;

    public static void main(String[] args) throws Exception {
        if (args.length == 1) {
            version(args[0]);
            return;
        }
        File[] cases = new File(args[0]).listFiles(File::isDirectory);
        Arrays.sort(cases);
        Runtime.getRuntime().addShutdownHook(new Thread(() -> {
            if (current != null) answer(null);
        }));
        Locale locale = Locale.getDefault();
        TimeZone zone = TimeZone.getDefault();
        Properties properties = (Properties) System.getProperties().clone();
        // Libraries are loaded once, the cases' own classes by a loader each.
        List<URL> urls = new ArrayList<>();
        for (String jar : args[1].split(":")) if (!jar.isEmpty()) urls.add(new File(jar).toURI().toURL());
        ClassLoader libraries = new URLClassLoader(urls.toArray(new URL[0]), ClassLoader.getPlatformClassLoader());
        for (File one : cases) {
            out = new ByteArrayOutputStream();
            err = new ByteArrayOutputStream();
            began = System.currentTimeMillis();
            Path classes = Files.createTempDirectory("classes");
            PrintStream caughtOut = new PrintStream(out, true, StandardCharsets.UTF_8);
            PrintStream caughtErr = new PrintStream(err, true, StandardCharsets.UTF_8);
            PrintStream wasErr = System.err;
            System.setOut(caughtOut);
            System.setErr(caughtErr);
            current = one.getName();
            compiled = compile(one, classes, args[1], args[2]);
            int code = compiled ? run(classes, libraries, caughtErr) : 1;
            caughtOut.flush();
            caughtErr.flush();
            answer(code);
            current = null;
            System.setErr(wasErr);
            Locale.setDefault(locale);
            TimeZone.setDefault(zone);
            System.setProperties((Properties) properties.clone());
        }
        ANSWERS.flush();
        // Threads that cases left behind must not keep this up.
        Runtime.getRuntime().halt(0);
    }

    static boolean compile(File sources, Path classes, String path, String release) {
        JavaCompiler compiler = ToolProvider.getSystemJavaCompiler();
        List<String> words = new ArrayList<>(List.of("-encoding", "UTF-8", "-d", classes.toString(), "-nowarn", "-Xlint:-options", "-proc:none", "-parameters"));
        if (!release.isEmpty()) words.addAll(List.of("--release", release));
        if (!path.isEmpty()) words.addAll(List.of("-cp", path));
        for (File file : sources.listFiles()) words.add(file.getPath());
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        int status = compiler.run(null, said, said, words.toArray(new String[0]));
        // Notes on old or unchecked code are no part of what the program says.
        if (status != 0) err.writeBytes(said.toByteArray());
        return status == 0;
    }

    static int run(Path classes, ClassLoader libraries, PrintStream caughtErr) throws Exception {
        URLClassLoader loader = new URLClassLoader(new URL[] {classes.toUri().toURL()}, libraries);
        int[] code = {0};
        Thread thread = new Thread(() -> {
            try {
                Method main = loader.loadClass("Main").getDeclaredMethod("main", String[].class);
                main.setAccessible(true);
                main.invoke(null, (Object) new String[0]);
            } catch (InvocationTargetException wrapped) {
                code[0] = 1;
                caughtErr.print("Exception in thread \"main\" ");
                wrapped.getCause().printStackTrace(caughtErr);
            } catch (Throwable other) {
                code[0] = 1;
                other.printStackTrace(caughtErr);
            }
        }, "main");
        thread.setContextClassLoader(loader);
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        thread.start();
        long end = System.currentTimeMillis() + MILLIS;
        thread.join(MILLIS);
        // A program goes on until its last thread that is no daemon has ended.
        while (code[0] == 0 && System.currentTimeMillis() < end) {
            Thread other = living(group, loader);
            if (other == null) break;
            other.join(Math.max(1, end - System.currentTimeMillis()));
        }
        if (living(group, loader) != null) {
            return 124;
        }
        return code[0];
    }

    static Thread living(ThreadGroup group, ClassLoader loader) {
        Thread[] all = new Thread[group.activeCount() + 16];
        int count = group.enumerate(all);
        for (int i = 0; i < count; i++) {
            Thread one = all[i];
            if (one != Thread.currentThread() && !one.isDaemon() && one.isAlive() && one.getContextClassLoader() == loader) return one;
        }
        return null;
    }

    /** One line for the current case; without a status when it ended the JVM. */
    static synchronized void answer(Integer code) {
        String name = current;
        current = null;
        if (name == null) return;
        long ms = System.currentTimeMillis() - began;
        ANSWERS.println("{\"case\":" + Integer.parseInt(name) + ",\"code\":" + code + ",\"uncompiled\":" + !compiled + ",\"out\":" + quoted(out) + ",\"err\":" + quoted(err) + ",\"ms\":" + ms + "}");
        ANSWERS.flush();
    }

    static String quoted(ByteArrayOutputStream bytes) {
        String text = bytes.toString(StandardCharsets.UTF_8);
        StringBuilder json = new StringBuilder("\"");
        for (int i = 0; i < Math.min(text.length(), MOST); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') json.append('\\').append(c);
            else if (c < 32 || c > 126) json.append(String.format("\\u%04x", (int) c));
            else json.append(c);
        }
        return json.append('"').toString();
    }

    static void version(String name) throws Exception {
        Class<?> type = Class.forName(name);
        for (String method : new String[] {"getVersion", "getServerNumber"}) {
            try {
                System.out.println(type.getMethod(method).invoke(null));
                return;
            } catch (NoSuchMethodException other) {
                // The next name, then.
            }
        }
    }
}
