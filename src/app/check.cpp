// `bursar check`: is a database what it should be?
#include <cstdio>

#include "app/check_money.hpp"
#include "app/commands.hpp"
#include "app/lists.hpp"
#include "ledger/ledger.hpp"

namespace bursar::app {

// What a document refers to by these names is an object of ours, and is never removed.
static void check_references(World& world, store::Session& session, std::string const& id, json::object const& document,
                             std::vector<std::string>& wrong) {
    for (auto name : {"balance_transaction", "charge", "customer", "latest_charge", "mandate", "payment_intent",
                      "setup_intent", "transfer"}) {
        auto target = text_at(document, name);
        if (target.empty()) continue;
        auto seq = world.environment->ids.decode(target).value_or(0);
        auto found = seq ? session.find(seq) : nullptr;
        if (!found || found->id != target)
            wrong.push_back(id + ": its " + name + " " + std::string(target) + " is not there");
    }
}

// By itself, or, where a caller chose it, by the list of that name, which broken_lists() looks at.
static bool leads_to_row(World& world, store::Object const& object) {
    if (world.environment->ids.decode(object.id) == object.seq) return true;
    return api::member(object.state, "place") == std::to_string(object.seq);
}

// Objects whose id does not lead back to their row, whose document does not parse, or whose money is not the ledger's.
static std::vector<std::string> broken_objects(World& world, store::Session& session, std::size_t& count) {
    std::vector<std::string> wrong;
    MoneyCheck money(world, session);
    for (Seq after = 0;;) {
        auto objects = session.objects_after(after, 1000);
        if (objects.empty()) {
            money.done(wrong);
            return wrong;
        }
        for (auto const& object : objects) {
            ++count;
            if (!leads_to_row(world, *object)) wrong.push_back(object->id + ": the id does not lead to its row");
            json::error_code error;
            auto document = json::parse(object->document, error);
            if (error || !document.is_object())
                wrong.push_back(object->id + ": the document is not JSON");
            else if (text_at(document.as_object(), "id") != object->id)
                wrong.push_back(object->id + ": the document names another id");
            else
                check_references(world, session, object->id, document.as_object(), wrong);
            if (!error && document.is_object()) money.look_at(*object, text_at(document.as_object(), "object"), wrong);
        }
        after = objects.back()->seq;
    }
}

int check(Arguments arguments) {
    auto options = take_options(arguments);
    no_more(arguments);
    auto world = open_existing_world(options);
    auto session = world->engine->read();
    std::size_t count = 0;
    auto wrong = world->engine->damage();
    for (auto& problem : broken_objects(*world, *session, count)) wrong.push_back(std::move(problem));
    for (auto const& problem : broken_lists(*session, world->environment->list_keys)) wrong.push_back(problem);
    for (auto const& problem : ledger::broken_invariants(*session)) wrong.push_back("ledger: " + problem);
    for (auto const& problem : vault::broken_seals(*session, world->keys)) wrong.push_back("vault: " + problem);
    for (auto const& problem : wrong) std::printf("%s\n", problem.c_str());
    std::printf("%zu objects, %zu problems\n", count, wrong.size());
    return wrong.empty() ? 0 : 1;
}

}  // namespace bursar::app
