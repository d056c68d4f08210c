#include "world.hpp"

#include "app/registry.hpp"
#include "connect/accounts/account.hpp"
#include "store/memory/memory.hpp"

namespace bursar::simulation {

static json::value const* at(json::object const& body, std::string_view path) {
    json::object const* object = &body;
    for (;;) {
        auto dot = path.find('.');
        auto const* value = object->if_contains(path.substr(0, dot));
        if (!value || dot == std::string_view::npos) return value;
        object = value->if_object();
        if (!object) return nullptr;
        path.remove_prefix(dot + 1);
    }
}

std::string Answer::text(std::string_view path) const {
    auto const* value = at(body, path);
    return value && value->is_string() ? std::string(value->get_string()) : std::string();
}

std::int64_t Answer::integer(std::string_view path) const {
    auto const* value = at(body, path);
    return value && value->is_int64() ? value->get_int64() : 0;
}

World::World(std::uint64_t seed)
    : random(seed),
      engine(store::open_memory()),
      keys({std::string(64, 'a')}),
      data_keys(vault::DataKeys::from_seed("simulation")),
      environment{.clock = clock,
                  .random = random,
                  .vault_keys = keys,
                  .data_keys = data_keys,
                  .ids = IdCipher(seed),
                  .list_keys = api::ListKeys("lists"),
                  .sandbox = true,
                  .base_url = "http://simulation",
                  .default_version = {}},
      catalogue(app::all_resources()),
      dispatcher(environment, catalogue, accounts::open_platform),
      jobs(environment, engine, [](store::Session& session) { session.commit(); }) {
    environment.catalogue = &catalogue;
}

Answer World::call(std::string const& key, Call const& call) {
    Request request{.method = call.method, .path = call.path, .authorization = "Bearer " + key};
    if (auto question = call.path.find('?'); question != std::string::npos) {
        request.path = call.path.substr(0, question);
        request.query = call.path.substr(question + 1);
    }
    request.body = call.form;
    request.stripe_account = call.account;
    request.idempotency_key = call.idempotency_key;
    std::optional<Response> response;
    try {
        if (dispatcher.is_read(request)) {
            auto session = engine.read();
            response = dispatcher.answer_from_snapshot(*session, request);
        }
        if (!response) {
            auto session = engine.write();
            response = dispatcher.answer(*session, request);
            session->commit();
        }
    } catch (store::Trouble const&) {
        return {};
    }
    Answer answer{.status = response->status};
    if (response->content_type == "application/json") answer.body = parse_document(response->body).as_object();
    for (auto const& [name, value] : response->headers)
        answer.replayed = answer.replayed || name == "Idempotent-Replayed";
    return answer;
}

std::vector<json::object> World::list(std::string const& key, std::string const& path, std::string const& account) {
    std::vector<json::object> out;
    std::string after;
    for (;;) {
        auto page = get(key, path + (path.find('?') == std::string::npos ? "?" : "&") + "limit=100" + after, account);
        CHECK(page.ok());
        for (auto const& element : page.data()) out.push_back(element.as_object());
        if (!page.body.at("has_more").as_bool()) return out;
        after = "&starting_after=" + std::string(text_at(out.back(), "id"));
    }
}

void World::run_jobs() {
    try {
        while (jobs.run_some()) {
        }
    } catch (store::Trouble const&) {  // they stay queued
    }
}

}  // namespace bursar::simulation
