# Loaded before every proof of the Flask runner: names that cards use, one app and its client.
# Cards that need a second app, or one with other settings, make it themselves with Flask(__name__).
import base64, io, json, os, sqlite3, sys, threading, warnings
from flask import (Blueprint, Flask, Response, abort, after_this_request,
                   copy_current_request_context, current_app, flash, g,
                   get_flashed_messages, has_app_context, has_request_context,
                   jsonify, make_response, redirect, render_template_string,
                   request, send_file, send_from_directory, session,
                   stream_with_context, url_for)
from markupsafe import Markup, escape
from werkzeug.exceptions import HTTPException, NotFound
from werkzeug.middleware.proxy_fix import ProxyFix
from werkzeug.utils import secure_filename

app = Flask(__name__)
app.secret_key = "secret of the proofs"
client = app.test_client()
