<?php
// Loaded before every Laravel proof: an application as a small project has it, on an
// in-memory SQLite, with the array drivers, so that a card shows the code in question.
error_reporting(E_ALL & ~E_DEPRECATED);   // Debian's Laravel 8 is older than its PHP 8.2
ini_set('display_errors', 'stderr');
date_default_timezone_set('UTC');
if (!is_writable('.')) {   // proofs write their own small files and nothing else
    mkdir($scratch = sys_get_temp_dir() . '/case-' . getmypid());
    chdir($scratch);
}
require_once '/usr/share/php/Illuminate/autoload.php';

use Illuminate\Bus\Queueable;
use Illuminate\Contracts\Queue\ShouldQueue;
use Illuminate\Database\Eloquent\{Builder, Model, SoftDeletes};
use Illuminate\Database\Schema\Blueprint;
use Illuminate\Foundation\Bus\Dispatchable;
use Illuminate\Http\Request;
use Illuminate\Http\Resources\Json\JsonResource;
use Illuminate\Queue\{InteractsWithQueue, SerializesModels};
use Illuminate\Support\{Arr, Collection, LazyCollection, ServiceProvider, Str};
use Illuminate\Validation\{Rule, ValidationException};
use Carbon\{Carbon, CarbonImmutable};

$app = new Illuminate\Foundation\Application(getcwd());
$app->instance('config', new Illuminate\Config\Repository([
    'app' => ['key' => 'base64:' . base64_encode(str_repeat('k', 32)), 'cipher' => 'AES-256-CBC', 'debug' => false,
              'locale' => 'en', 'fallback_locale' => 'en', 'env' => 'production', 'url' => 'https://app.test'],
    'auth' => ['defaults' => ['guard' => 'web'], 'guards' => ['web' => ['driver' => 'session', 'provider' => 'users']],
               'providers' => ['users' => ['driver' => 'eloquent', 'model' => 'User']]],
    'cache' => ['default' => 'array', 'stores' => ['array' => ['driver' => 'array', 'serialize' => true]], 'prefix' => ''],
    'database' => ['default' => 'sqlite', 'connections' => ['sqlite' => [
        'driver' => 'sqlite', 'database' => ':memory:', 'prefix' => '', 'foreign_key_constraints' => true]]],
    'hashing' => ['driver' => 'bcrypt', 'bcrypt' => ['rounds' => 4]],
    'logging' => ['default' => 'null', 'channels' => ['null' => ['driver' => 'monolog', 'handler' => Monolog\Handler\NullHandler::class]]],
    'queue' => ['default' => 'sync', 'connections' => ['sync' => ['driver' => 'sync']]],
    'session' => ['driver' => 'array', 'lifetime' => 120, 'cookie' => 's', 'path' => '/', 'domain' => null, 'secure' => false, 'same_site' => 'lax', 'lottery' => [0, 100]],
    'view' => ['paths' => [getcwd()], 'compiled' => getcwd()],
    'filesystems' => ['default' => 'local', 'disks' => ['local' => ['driver' => 'local', 'root' => getcwd()]]],
]));
$app->instance('env', 'production');
$app->instance('request', Request::create('/'));
Illuminate\Support\Facades\Facade::setFacadeApplication($app);
foreach (['App', 'Artisan', 'Auth', 'Blade', 'Bus', 'Cache', 'Config', 'Crypt', 'DB', 'Event', 'Gate', 'Hash', 'Http', 'Log',
          'Queue', 'RateLimiter', 'Route', 'Schema', 'Session', 'URL', 'Validator', 'View'] as $facade) {
    class_alias("Illuminate\\Support\\Facades\\$facade", $facade);
}
foreach (['Auth\Auth', 'Bus\Bus', 'Cache\Cache', 'Cookie\Cookie', 'Database\Database', 'Encryption\Encryption',
          'Filesystem\Filesystem', 'Hashing\Hash', 'Pagination\Pagination', 'Pipeline\Pipeline', 'Queue\Queue',
          'Session\Session', 'Translation\Translation', 'Validation\Validation', 'View\View'] as $provider) {
    $app->register("Illuminate\\{$provider}ServiceProvider");
}
$app->instance('translation.loader', new Illuminate\Translation\ArrayLoader());   // messages come out as their keys
$app->singleton(Illuminate\Contracts\Debug\ExceptionHandler::class, Illuminate\Foundation\Exceptions\Handler::class);
$app->singleton(Illuminate\Contracts\Http\Kernel::class, Illuminate\Foundation\Http\Kernel::class);
$app->register(Illuminate\Foundation\Providers\FormRequestServiceProvider::class);
$app->register(Illuminate\Foundation\Providers\FoundationServiceProvider::class);
$app->boot();
$app['router']->aliasMiddleware('bindings', Illuminate\Routing\Middleware\SubstituteBindings::class);

/** Sends one request through the router, with exceptions rendered as an API client sees them. */
function call(string $method, string $uri, array $input = [], array $headers = []): object
{
    $app = app();
    $request = Request::create($uri, $method, $input);
    $request->headers->add($headers + ['Accept' => 'application/json']);
    $app->instance('request', $request);
    Illuminate\Support\Facades\Facade::clearResolvedInstance('request');
    try {
        return $app['router']->dispatch($request);
    } catch (Throwable $e) {
        return $app->make(Illuminate\Contracts\Debug\ExceptionHandler::class)->render($request, $e);
    }
}
/** How many queries the function sends. */
function queries(callable $run): int
{
    DB::flushQueryLog(); DB::enableQueryLog(); $run();
    return count(DB::getQueryLog());
}

