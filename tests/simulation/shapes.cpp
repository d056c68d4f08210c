// The hashes that are merged into accounts, persons and disputes, sent in every shape but their own, at every path that
// their tables have: refused by name or taken, never a 500; and what was stored can be read and listed again.
//
// usage: shapes
#include <cstdio>

#include "base/form.hpp"
#include "base/log.hpp"
#include "connect/accounts/params.hpp"
#include "invariants.hpp"
#include "money/disputes/evidence.hpp"

using namespace bursar;
using namespace bursar::simulation;

namespace {

std::string const kKey = "sk_test_shapesshapesshapes", kPublic = "pk_test_shapesshapesshapes";

// settings, settings[payouts], settings[payouts][schedule], ...
void add_paths(std::string const& at, Kind const& kind, std::vector<std::string>& out) {
    out.push_back(at);
    auto const* bare = &kind;
    while (bare->shape == Shape::same) bare = bare->of;
    if (bare->shape == Shape::list) add_paths(at + "[0]", *bare->of, out);
    if (bare->shape != Shape::hash) return;
    for (auto const& field : bare->fields()) add_paths(at + '[' + std::string(field.name) + ']', *field.kind, out);
}

std::vector<std::string> paths_of(Fields fields, std::string const& under = {}) {
    std::vector<std::string> out;
    for (auto const& field : fields)
        add_paths(under.empty() ? std::string(field.name) : under + '[' + std::string(field.name) + ']', *field.kind,
                  out);
    return out;
}

std::vector<std::string> shapes_at(std::string const& path) {
    std::string emoji;
    for (int i = 0; i < 30; ++i) emoji += "\xF0\x9F\x98\x80";
    auto name = percent_encoded(path);
    std::vector<std::string> out{name + '=', name + "%5B%5D=x", name + "%5Bx%5D=y",
                                 name + "%5Ba%5D%5Bb%5D%5Bc%5D%5Bd%5D=x"};
    for (std::string const text : {"x", "true", "0", "-9223372036854775808", "1000000000000000000000000000000"})
        out.push_back(name + '=' + text);
    out.push_back(name + '=' + percent_encoded(emoji));
    return out;
}

struct Walk {
    World world{3};
    int sent = 0, taken = 0;

    Answer post(std::string const& key, std::string const& path, std::string const& form) {
        auto answer = world.post(key, path, form);
        if (answer.status == 0 || answer.status >= 500)
            std::fprintf(stderr, "shapes: POST %s %s: %d\n", path.c_str(), form.c_str(), answer.status);
        CHECK(answer.status != 0 && answer.status < 500);
        return answer;
    }
    void read(std::string const& path) { CHECK(world.get(kKey, path).ok()); }

    // Every shape at every path, sent to `target`; what was taken must be there to be read at each of `readers`.
    void send_all(std::string const& key, std::string const& target, std::string const& lead,
                  std::vector<std::string> const& paths, std::vector<std::string> const& readers) {
        for (auto const& path : paths)
            for (auto const& form : shapes_at(path)) {
                auto answer = post(key, target, lead + form);
                ++sent;
                if (!answer.ok()) {
                    CHECK(!answer.text("error.message").empty());
                    continue;
                }
                ++taken;
                for (auto const& reader : readers) read(reader);
                if (answer.text("object") == "token") spend(answer);
            }
    }
    void spend(Answer const& token) {
        auto type = token.text("type");
        if (type == "person") post(kKey, "/v1/accounts/" + account + "/persons", "person_token=" + token.text("id"));
        if (type == "account") post(kKey, "/v1/accounts", "type=custom&country=US&account_token=" + token.text("id"));
    }

    std::string account;
};

void walk() {
    Walk w;
    auto account = [&](std::string const& kind) {
        return w.post(kKey, "/v1/accounts", "type=custom&country=US&business_type=" + kind).text("id");
    };
    auto company = account("company"), individual = account("individual");
    w.account = company;
    auto person = w.post(kKey, "/v1/accounts/" + company + "/persons", "first_name=Jane").text("id");
    auto const of_account = paths_of(fields_of<accounts::Params>()), of_person = paths_of(fields_of<tokens::Person>());
    for (auto const& id : {company, individual})
        w.send_all(kKey, "/v1/accounts/" + id, "", of_account, {"/v1/accounts/" + id});
    w.send_all(kKey, "/v1/accounts", "type=custom&country=US&", paths_of(fields_of<accounts::Settings>(), "settings"),
               {});
    auto persons = "/v1/accounts/" + company + "/persons";
    w.send_all(kKey, persons + '/' + person, "", of_person, {persons + '/' + person});
    w.send_all(kKey, persons, "", {"verification", "relationship", "metadata", "dob", "address"}, {});
    w.send_all(kPublic, "/v1/tokens", "", paths_of(fields_of<tokens::Person>(), "person"), {});
    w.send_all(kPublic, "/v1/tokens", "account[business_type]=company&",
               paths_of(fields_of<tokens::Business>(), "account[company]"), {});
    w.send_all(kPublic, "/v1/tokens", "account[business_type]=individual&",
               paths_of(fields_of<tokens::Person>(), "account[individual]"), {});

    auto disputed = w.post(kKey, "/v1/payment_intents",
                           "amount=2000&currency=usd&confirm=true&payment_method=pm_card_createDispute&"
                           "return_url=https://x.example");
    CHECK(disputed.ok());
    w.world.run_jobs();
    auto disputes = w.world.list(kKey, "/v1/disputes");
    CHECK(!disputes.empty());
    auto dispute = "/v1/disputes/" + std::string(text_at(disputes.front(), "id"));
    w.send_all(kKey, dispute, "submit=false&", paths_of(fields_of<disputes::Evidence>(), "evidence"), {dispute});

    w.world.clock.advance(kMinute);
    w.world.run_jobs();
    for (auto path : {"/v1/accounts", "/v1/events", "/v1/disputes"}) w.world.list(kKey, path);
    w.world.list(kKey, persons);
    for (auto const& id : {company, individual}) w.world.list(kKey, "/v1/events", id);
    CHECK(broken_ledger(w.world).empty());
    std::printf("shapes: %d sent, %d taken\n", w.sent, w.taken);
}

}  // namespace

int main() {
    set_log_level(LogLevel::error);
    walk();
}
