# Loaded before every proof of the Django runner: a configured project in memory.
# The case's own module is the app `shop`, so models written in a card need no app_label,
# and it is the URLconf too: a card writes `urlpatterns` at its top level.
import datetime, django, io, json, os, sys, warnings
from datetime import date, timedelta, timezone as dt_timezone
from decimal import Decimal
from django.apps import AppConfig
from django.conf import settings

class Shop(AppConfig):
    name = "__main__"
    label = "shop"
    path = os.getcwd()
    default_auto_field = "django.db.models.BigAutoField"

settings.configure(
    SECRET_KEY="test-key-of-the-proofs-0123456789-abcdefghij-klmnopqrstu",
    DEBUG=False,
    ALLOWED_HOSTS=["testserver"],
    ROOT_URLCONF="__main__",
    INSTALLED_APPS=["django.contrib.contenttypes", "django.contrib.auth",
                    "django.contrib.sessions", "django.contrib.messages", "__main__.Shop"],
    MIDDLEWARE=["django.middleware.security.SecurityMiddleware",
                "django.contrib.sessions.middleware.SessionMiddleware",
                "django.middleware.common.CommonMiddleware",
                "django.middleware.csrf.CsrfViewMiddleware",
                "django.contrib.auth.middleware.AuthenticationMiddleware"],
    DATABASES={"default": {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}},
    TEMPLATES=[{"BACKEND": "django.template.backends.django.DjangoTemplates",
                "OPTIONS": {"context_processors": ["django.template.context_processors.request"]}}],
    PASSWORD_HASHERS=["django.contrib.auth.hashers.MD5PasswordHasher"],  # fast; proofs of hashing name their own
    USE_TZ=True, TIME_ZONE="UTC", LOGGING_CONFIG=None,
)
django.setup()

from django import forms
from django.contrib.auth.models import User
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, models, transaction
from django.db.models import Avg, Count, Exists, F, Max, OuterRef, Prefetch, Q, Sum
from django.http import HttpResponse, JsonResponse
from django.template import Context, Template
from django.test import Client, RequestFactory, override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import path, reverse
from django.utils import timezone

urlpatterns = []

class Author(models.Model):
    name = models.CharField(max_length=50)
    def __str__(self): return self.name
class Book(models.Model):
    title = models.CharField(max_length=50)
    author = models.ForeignKey(Author, on_delete=models.CASCADE, related_name="books")
    price = models.IntegerField(default=0)
    stock = models.IntegerField(default=0)
    def __str__(self): return self.title
class Review(models.Model):
    book = models.ForeignKey(Book, on_delete=models.CASCADE, related_name="reviews")
    stars = models.IntegerField(default=5)

def tables(*more):
    """Create the tables of the app's models (or of those given)."""
    with connection.schema_editor() as editor:
        for model in more or django.apps.apps.get_app_config("shop").get_models():
            editor.create_model(model)

def shop():
    """Tables and rows: Ada wrote two books, Bob one, Cyd none."""
    from django.core.management import call_command
    call_command("migrate", verbosity=0)
    tables()
    ada, bob, cyd = (Author.objects.create(name=n) for n in ("Ada", "Bob", "Cyd"))
    for title, author, price in (("A1", ada, 10), ("A2", ada, 30), ("B1", bob, 20)):
        Book.objects.create(title=title, author=author, price=price, stock=5)

def queries():
    """with queries() as q: … ; len(q) is the number of SQL queries."""
    return CaptureQueriesContext(connection)
