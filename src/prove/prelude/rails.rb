# Loaded before every Rails proof: Rails 6.1's Active Record, Action Controller and railties
# on an in-memory SQLite, with the settings of `config.load_defaults 6.1` that the cards need.
ENV["RAILS_ENV"] = ENV["RACK_ENV"] = "production"
require "active_record"
require "active_support/all"
require "active_record/railtie"
require "action_controller/railtie"

# The railtie is wanted for what it tells the others (404 for RecordNotFound …); its own
# initializers look for config/database.yml.
ActiveRecord::Railtie.initializers.clear

# One connection is enough: every further one would see an empty database of its own.
ActiveRecord::Base.establish_connection(adapter: "sqlite3", database: ":memory:")
ActiveRecord::Migration.verbose = false
ActiveRecord::Base.belongs_to_required_by_default = true
ActiveRecord::Base.has_many_inversing = true
ActiveRecord::Base.cache_versioning = true
ActiveRecord::Base.collection_cache_versioning = true
Time.zone = "UTC"

# table :users, name: :string, admin: { type: :boolean, default: false }, unique: [:name]
# `stamps: true` adds created_at and updated_at.
def table(name, unique: nil, stamps: false, **columns)
  ActiveRecord::Base.connection.create_table(name) do |t|
    columns.each do |column, spec|
      spec = spec.is_a?(Hash) ? spec : { type: spec }
      t.column(column, spec[:type], **spec.except(:type))
    end
    t.timestamps if stamps
    t.index(unique, unique: true) if unique
  end
end

# The SQL statements which the block sends, without those for the schema and transactions.
def queries
  list = []
  note = lambda do |*, payload|
    next if payload[:name] == "SCHEMA" || payload[:cached]
    list << payload[:sql] unless payload[:sql].match?(/\A(begin|commit|rollback|savepoint|release)/i)
  end
  ActiveSupport::Notifications.subscribed(note, "sql.active_record") { yield }
  list
end

# A whole application, which starts at the first request; `http` keeps cookies between requests.
class CardApp < Rails::Application
  config.root = Dir.pwd
  config.load_defaults 6.1
  config.eager_load = false
  config.logger = Logger.new(nil)
  config.secret_key_base = "0" * 64
  config.hosts.clear
end

# routes { resources :orders }
def routes(&block) = ($routes = block)

# http(:post, "/orders", params: { … }) gives the response: .status, .body, .headers
def http(verb, path, **options)
  unless $browser
    CardApp.initialize!
    CardApp.routes.draw(&$routes)
    $browser = ActionDispatch::Integration::Session.new(CardApp)
  end
  $browser.process(verb, path, **options)
  $browser.response
end

# What a path is routed to, without a controller: ["orders#show", { id: "7" }], nil if nothing.
def recognize(verb, path)
  set = ActionDispatch::Routing::RouteSet.new
  set.draw(&$routes)
  request = ActionDispatch::Request.new(Rack::MockRequest.env_for(path, method: verb.to_s.upcase))
  set.router.recognize(request) do |_route, found|
    return ["#{found[:controller]}##{found[:action]}", found.except(:controller, :action)]
  end
  nil
end
