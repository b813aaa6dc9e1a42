<?php
// Loaded before every Symfony proof: the components as Debian packages them, and a few
// helpers that wire what FrameworkBundle wires in an application.
error_reporting(E_ALL & ~E_DEPRECATED & ~E_USER_DEPRECATED);   // 5.4 is older than its PHP 8.2
ini_set('display_errors', 'stderr');
date_default_timezone_set('UTC');
if (!is_writable('.')) {   // proofs write their own small files and nothing else
    mkdir($scratch = sys_get_temp_dir() . '/case-' . getmypid());
    chdir($scratch);
}
foreach (['Dotenv', 'ExpressionLanguage', 'Form', 'HttpClient', 'Lock', 'Messenger', 'OptionsResolver', 'PasswordHasher', 'PropertyAccess',
          'PropertyInfo', 'RateLimiter', 'Security/Core', 'Security/Http', 'Security/Csrf', 'Serializer', 'Validator', 'Workflow', 'Yaml'] as $component) {
    require_once "/usr/share/php/Symfony/Component/$component/autoload.php";
}
require_once '/usr/share/php/Symfony/Bundle/FrameworkBundle/autoload.php';

use Symfony\Component\Cache\Adapter\{ArrayAdapter, FilesystemAdapter, TagAwareAdapter};
use Symfony\Component\Config\FileLocator;
use Symfony\Component\Console\Command\{Command, LockableTrait};
use Symfony\Component\Console\Input\InputInterface;
use Symfony\Component\Console\Output\OutputInterface;
use Symfony\Component\Console\Tester\CommandTester;
use Symfony\Component\DependencyInjection\{ContainerBuilder, ContainerInterface, Reference, Argument\TaggedIteratorArgument, Loader\YamlFileLoader};
use Symfony\Component\Dotenv\Dotenv;
use Symfony\Component\EventDispatcher\{EventDispatcher, EventSubscriberInterface};
use Symfony\Component\Form\{Forms, Extension\Core\Type as Field, Extension\Validator\ValidatorExtension};
use Symfony\Component\HttpFoundation\{Cookie, JsonResponse, RedirectResponse, Request, RequestStack, Response, StreamedResponse};
use Symfony\Component\HttpKernel\{HttpKernel, HttpKernelInterface, Controller\ArgumentResolver, Controller\ControllerResolver};
use Symfony\Component\Lock\{LockFactory, Store\InMemoryStore};
use Symfony\Component\Messenger\{Envelope, MessageBus, Handler\HandlersLocator};
use Symfony\Component\Messenger\Middleware\{HandleMessageMiddleware, SendMessageMiddleware};
use Symfony\Component\PasswordHasher\Hasher\NativePasswordHasher;
use Symfony\Component\RateLimiter\{RateLimiterFactory, Storage\InMemoryStorage};
use Symfony\Component\Routing\{RequestContext, Route, RouteCollection, Generator\UrlGenerator, Matcher\UrlMatcher};
use Symfony\Component\Security\Core\Authentication\Token\{NullToken, UsernamePasswordToken};
use Symfony\Component\Security\Core\Authorization\AccessDecisionManager;
use Symfony\Component\Security\Core\Authorization\Voter\{AuthenticatedVoter, RoleHierarchyVoter, RoleVoter, Voter, VoterInterface};
use Symfony\Component\Security\Core\Role\RoleHierarchy;
use Symfony\Component\Security\Core\User\{InMemoryUser, UserInterface};
use Symfony\Component\Serializer\Annotation\{Groups, Ignore, MaxDepth, SerializedName};
use Symfony\Component\Serializer\{Serializer, Encoder\JsonEncoder, Mapping\Factory\ClassMetadataFactory, Mapping\Loader\AnnotationLoader};
use Symfony\Component\Serializer\Normalizer\{AbstractNormalizer, AbstractObjectNormalizer, ArrayDenormalizer, DateTimeNormalizer, ObjectNormalizer};
use Symfony\Component\Validator\{Constraints as Assert, Validation};
use Symfony\Contracts\Cache\ItemInterface;
use Symfony\Contracts\EventDispatcher\Event;
use Symfony\Contracts\Service\ResetInterface;

/** A compiled container, autowired as the recipe's `services.yaml` has it. */
function container(callable $build, array $public = []): ContainerBuilder
{
    $c = new ContainerBuilder();
    $build($c);
    foreach ($c->getDefinitions() as $id => $d) {
        if (null === $d->getClass() && class_exists($id)) $d->setClass($id);   // ids outside of a namespace need it said
        if ($d->getClass() !== ContainerInterface::class) $d->setAutowired(true);
    }
    foreach ($public as $id) $c->has($id) && ($c->hasAlias($id) ? $c->getAlias($id) : $c->getDefinition($id))->setPublic(true);
    $c->compile(true);
    return $c;
}
/** A validator that reads attributes. */
function validator() { return Validation::createValidatorBuilder()->enableAnnotationMapping(true)->getValidator(); }
/** A serializer as the framework has it: groups, dates, lists; `$types` tells it the types of properties. */
function serializer(bool $types = true): Serializer
{
    $groups = new ClassMetadataFactory(new AnnotationLoader());
    $info = $types ? new Symfony\Component\PropertyInfo\Extractor\ReflectionExtractor() : null;
    return new Serializer([new DateTimeNormalizer(), new ArrayDenormalizer(), new ObjectNormalizer($groups, null, null, $info)], [new JsonEncoder()]);
}
/** A kernel around one controller. */
function kernel(EventDispatcher $dispatcher, callable $controller): HttpKernel
{
    $dispatcher->addListener('kernel.request', fn ($e) => $e->getRequest()->attributes->set('_controller', $controller));
    return new HttpKernel($dispatcher, new ControllerResolver(), new RequestStack(), new ArgumentResolver());
}

