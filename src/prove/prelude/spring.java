// Helpers for the proofs of the deck `spring`, on Debian's Spring 4.3 (no spring-webmvc, no CGLIB):
// whatever needs a proxy goes through an interface, and the infrastructure that @EnableCaching, @EnableAsync and
// @EnableScheduling would bring by @Configuration classes (which fail on Java 17 here) is registered by hand.
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.springframework.aop.framework.ProxyFactory;
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
import org.springframework.transaction.SavepointManager;
import org.springframework.transaction.TransactionDefinition;
import org.springframework.transaction.annotation.AnnotationTransactionAttributeSource;
import org.springframework.transaction.interceptor.TransactionInterceptor;
import org.springframework.transaction.support.AbstractPlatformTransactionManager;
import org.springframework.transaction.support.DefaultTransactionStatus;
import org.springframework.transaction.support.SmartTransactionObject;

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

    /** Transactions without a database: what the manager is told to do is listed in `events`. */
    public static class Ledger extends AbstractPlatformTransactionManager {
        public final List<String> events = new ArrayList<>();
        private static class Physical { boolean rollbackOnly; }
        private Physical running;

        public Ledger() { setNestedTransactionAllowed(true); }

        private class Handle implements SmartTransactionObject, SavepointManager {
            Physical physical = running;
            public boolean isRollbackOnly() { return physical != null && physical.rollbackOnly; }
            public void flush() {}
            public Object createSavepoint() { events.add("savepoint"); return this; }
            public void rollbackToSavepoint(Object savepoint) { events.add("back to savepoint"); }
            public void releaseSavepoint(Object savepoint) { events.add("release"); }
        }

        protected Object doGetTransaction() { return new Handle(); }
        protected boolean isExistingTransaction(Object handle) { return ((Handle) handle).physical != null; }
        protected void doBegin(Object handle, TransactionDefinition definition) {
            events.add("begin");
            ((Handle) handle).physical = running = new Physical();
        }
        protected Object doSuspend(Object handle) {
            events.add("suspend");
            Physical suspended = running;
            running = null;
            return suspended;
        }
        protected void doResume(Object handle, Object suspended) {
            events.add("resume");
            running = (Physical) suspended;
        }
        protected void doCommit(DefaultTransactionStatus status) { events.add("commit"); }
        protected void doRollback(DefaultTransactionStatus status) { events.add("rollback"); }
        protected void doSetRollbackOnly(DefaultTransactionStatus status) {
            ((Handle) status.getTransaction()).physical.rollbackOnly = true;
        }
        protected void doCleanupAfterCompletion(Object handle) { running = null; }
    }

    /** What @EnableTransactionManagement puts around a bean: a proxy for its interfaces. */
    @SuppressWarnings("unchecked")
    public static <T> T transactional(Ledger ledger, T bean) {
        ProxyFactory factory = new ProxyFactory(bean);
        factory.addAdvice(new TransactionInterceptor(ledger, new AnnotationTransactionAttributeSource()));
        return (T) factory.getProxy();
    }
}
