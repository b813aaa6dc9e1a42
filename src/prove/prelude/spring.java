// Helpers for the proofs of the deck `spring`, on Debian's Spring 4.3 (no spring-tx, no spring-webmvc, no CGLIB):
// whatever needs a proxy goes through an interface, and the infrastructure that @EnableCaching, @EnableAsync and
// @EnableScheduling would bring by @Configuration classes (which fail on Java 17 here) is registered by hand.
import java.util.HashMap;
import java.util.Map;
import org.springframework.aop.framework.autoproxy.InfrastructureAdvisorAutoProxyCreator;
import org.springframework.beans.factory.config.BeanDefinition;
import org.springframework.beans.factory.config.RuntimeBeanReference;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.cache.annotation.AnnotationCacheOperationSource;
import org.springframework.cache.concurrent.ConcurrentMapCacheManager;
import org.springframework.cache.interceptor.BeanFactoryCacheOperationSourceAdvisor;
import org.springframework.cache.interceptor.CacheInterceptor;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.core.Ordered;
import org.springframework.core.env.MapPropertySource;
import org.springframework.scheduling.annotation.AsyncAnnotationBeanPostProcessor;
import org.springframework.scheduling.annotation.ScheduledAnnotationBeanPostProcessor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

public class Prelude {
    /** A context with these classes as beans, not yet refreshed. */
    public static AnnotationConfigApplicationContext context(Class<?>... beans) {
        AnnotationConfigApplicationContext ctx = new AnnotationConfigApplicationContext();
        if (beans.length > 0) ctx.register(beans);
        return ctx;
    }

    /** A running context with these classes as beans. */
    public static AnnotationConfigApplicationContext start(Class<?>... beans) {
        AnnotationConfigApplicationContext ctx = context(beans);
        ctx.refresh();
        return ctx;
    }

    /** Properties of highest precedence: properties(ctx, "key", "value", ...). */
    public static void properties(AnnotationConfigApplicationContext ctx, String... pairs) {
        Map<String, Object> map = new HashMap<>();
        for (int i = 0; i < pairs.length; i += 2) map.put(pairs[i], pairs[i + 1]);
        ctx.getEnvironment().getPropertySources().addFirst(new MapPropertySource("case", map));
    }

    private static RootBeanDefinition infrastructure(Class<?> type) {
        RootBeanDefinition d = new RootBeanDefinition(type);
        d.setRole(BeanDefinition.ROLE_INFRASTRUCTURE); // the auto-proxy creator looks at advisors of this role alone
        return d;
    }

    /** What @EnableCaching registers, with a cache manager that keeps its caches in memory. */
    public static AnnotationConfigApplicationContext caching(AnnotationConfigApplicationContext ctx) {
        ctx.registerBeanDefinition("cacheManager", new RootBeanDefinition(ConcurrentMapCacheManager.class));
        ctx.registerBeanDefinition("cacheSource", infrastructure(AnnotationCacheOperationSource.class));
        RootBeanDefinition interceptor = infrastructure(CacheInterceptor.class);
        interceptor.getPropertyValues().add("cacheOperationSources", new RuntimeBeanReference("cacheSource"));
        ctx.registerBeanDefinition("cacheInterceptor", interceptor);
        RootBeanDefinition advisor = infrastructure(BeanFactoryCacheOperationSourceAdvisor.class);
        advisor.getPropertyValues().add("cacheOperationSource", new RuntimeBeanReference("cacheSource"));
        advisor.getPropertyValues().add("adviceBeanName", "cacheInterceptor");
        ctx.registerBeanDefinition("cacheAdvisor", advisor);
        RootBeanDefinition creator = infrastructure(InfrastructureAdvisorAutoProxyCreator.class);
        creator.getPropertyValues().add("order", Ordered.HIGHEST_PRECEDENCE); // before other proxies, as Spring itself does
        ctx.registerBeanDefinition("autoProxyCreator", creator);
        return ctx;
    }

    /** What @EnableAsync registers, with a pool whose threads are named async-1, async-2 and so on */
    public static AnnotationConfigApplicationContext async(AnnotationConfigApplicationContext ctx) {
        RootBeanDefinition pool = new RootBeanDefinition(ThreadPoolTaskExecutor.class);
        pool.getPropertyValues().add("threadNamePrefix", "async-").add("daemon", true);
        ctx.registerBeanDefinition("taskExecutor", pool);
        ctx.registerBeanDefinition("asyncProcessor", infrastructure(AsyncAnnotationBeanPostProcessor.class));
        return ctx;
    }

    /** What @EnableScheduling registers. */
    public static AnnotationConfigApplicationContext scheduling(AnnotationConfigApplicationContext ctx) {
        ctx.registerBeanDefinition("scheduled", infrastructure(ScheduledAnnotationBeanPostProcessor.class));
        return ctx;
    }
}
