package org.virnucpro.common.testkit;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.fields;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.time.Clock;
import java.time.Instant;
import org.jspecify.annotations.NullMarked;

/** The dependency rules of ARCHITECTURE.md, shared by one test per module. */
public final class ArchitectureRules {

    private static final DescribedPredicate<JavaClass> MAIN = DescribedPredicate.describe(
            "a *Main class",
            type -> type.getSimpleName().endsWith("Main")
                    || type.getEnclosingClass()
                            .map(outer -> outer.getSimpleName().endsWith("Main"))
                            .orElse(false));

    @ArchTest
    static final ArchRule redisson_only_in_common_redis = noClasses()
            .that()
            .resideOutsideOfPackage("..common.redis..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.redisson..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule blas_only_in_the_cpu_engine = noClasses()
            .that()
            .resideOutsideOfPackage("..engine.cpu..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.bytedeco..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule jcuda_only_in_the_cuda_engine = noClasses()
            .that()
            .resideOutsideOfPackage("..engine.cuda..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("jcuda..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule jna_only_for_nvidia_libraries_and_systemd = noClasses()
            .that()
            .resideOutsideOfPackages("..nvml..", "..engine.cuda..", "..common.service..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("com.sun.jna..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule netty_only_in_http_and_redis = noClasses()
            .that()
            .resideOutsideOfPackages("..http..", "..common.redis..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("io.netty..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule picocli_only_in_cli = noClasses()
            .that()
            .resideOutsideOfPackage("..cli..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("picocli..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule exit_and_stdout_only_in_cli = classes()
            .that()
            .resideOutsideOfPackage("..cli..")
            .should(notAccess(
                    "System.exit, System.out or System.err",
                    access -> ownedBy(access, System.class)
                            && (access.getName().equals("exit")
                                    || access.getName().equals("out")
                                    || access.getName().equals("err"))))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule clocks_only_in_mains_and_time = classes()
            .that(DescribedPredicate.not(MAIN).and(DescribedPredicate.not(resideInAnyPackage("..common.time.."))))
            .should(notAccess(
                    "a system clock",
                    access -> (ownedBy(access, System.class)
                                    && (access.getName().equals("nanoTime")
                                            || access.getName().equals("currentTimeMillis")))
                            || (ownedBy(access, Instant.class)
                                    && access.getName().equals("now"))
                            || (ownedBy(access, Clock.class) && access.getName().startsWith("system"))))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule environment_only_in_config = classes()
            .that(DescribedPredicate.not(MAIN).and(DescribedPredicate.not(resideInAnyPackage("..config.."))))
            .should(notAccess(
                    "the environment or system properties",
                    access -> ownedBy(access, System.class)
                            && (access.getName().equals("getenv")
                                    || access.getName().equals("getProperty"))))
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule nobody_sleeps = classes()
            .should(notAccess(
                    "Thread.sleep",
                    access -> ownedBy(access, Thread.class) && access.getName().equals("sleep")))
            .allowEmptyShould(true);

    /** Enums, exceptions and lambdas are serializable without anyone serializing them; what counts is a stream or a codec. */
    @ArchTest
    static final ArchRule no_java_serialization = noClasses()
            .should()
            .dependOnClassesThat()
            .belongToAnyOf(
                    java.io.ObjectInputStream.class, java.io.ObjectOutputStream.class, java.io.Externalizable.class)
            .orShould()
            .dependOnClassesThat()
            .haveNameMatching("org\\.redisson\\.codec\\..*|com\\.esotericsoftware\\..*|java\\.rmi\\..*")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule no_record_is_serializable = noClasses()
            .that()
            .areRecords()
            .should()
            .implement(java.io.Serializable.class)
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule no_mutable_static_fields =
            fields().that().areStatic().should().beFinal().allowEmptyShould(true);

    @ArchTest
    static final ArchRule names_say_what_a_class_is = noClasses()
            .that()
            .doNotHaveSimpleName("BatchQueueManager")
            .should()
            .haveNameMatching(".*(Util|Utils|Helper|Manager|Impl|Base|Data|Info)")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule no_package_cycles =
            slices().matching("org.virnucpro.(**)").should().beFreeOfCycles().allowEmptyShould(true);

    @ArchTest
    static final ArchRule policies_and_plans_are_pure = noClasses()
            .that()
            .resideInAnyPackage("..common.steal..", "..common.task..", "..common.queue..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("..redis..", "..cli..", "..config..", "java.net..", "java.nio.channels..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule modules_do_not_see_each_other = noClasses()
            .that()
            .resideInAPackage("org.virnucpro.coordinator..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.virnucpro.worker..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule common_sees_no_module = noClasses()
            .that()
            .resideInAPackage("org.virnucpro.common..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.virnucpro.worker..", "org.virnucpro.coordinator..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule workers_do_not_see_the_coordinator = noClasses()
            .that()
            .resideInAPackage("org.virnucpro.worker..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.virnucpro.coordinator..")
            .allowEmptyShould(true);

    @ArchTest
    static final ArchRule packages_are_null_marked = classes()
            .that()
            .areTopLevelClasses()
            .should(new ArchCondition<>("live in a @NullMarked package") {
                @Override
                public void check(JavaClass type, ConditionEvents events) {
                    boolean marked = type.getPackage().isAnnotatedWith(NullMarked.class);
                    events.add(new SimpleConditionEvent(
                            type, marked, type.getPackageName() + " has no package-info with @NullMarked"));
                }
            })
            .allowEmptyShould(true);

    private ArchitectureRules() {}

    private static boolean ownedBy(JavaAccess<?> access, Class<?> owner) {
        return access.getTargetOwner().isEquivalentTo(owner);
    }

    private static ArchCondition<JavaClass> notAccess(
            String what, java.util.function.Predicate<JavaAccess<?>> forbidden) {
        return new ArchCondition<>("not access " + what) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                for (JavaAccess<?> access : type.getAccessesFromSelf()) {
                    if (forbidden.test(access)) {
                        events.add(SimpleConditionEvent.violated(type, access.getDescription()));
                    }
                }
            }
        };
    }
}
