// The form: a control for each thing that is due, under a heading that says of whom, and beside it what is wrong with
// it.
#include <algorithm>
#include <map>

#include "api/errors.hpp"
#include "api/html_page.hpp"
#include "base/html.hpp"
#include "base/url.hpp"
#include "connect/accounts/account.hpp"
#include "connect/onboarding/visit.hpp"

namespace bursar::onboarding {

using namespace api;
using accounts::Account;
using Kind = Field::Kind;

namespace {

// What stands in the form, and what is said of it.
struct Filled {
    json::object values;
    std::map<std::string, std::string, std::less<>> wrong;  // by the name of a control

    std::string value(std::string_view name) const { return escaped(text_at(values, name)); }
    // Attributes of a control: its name, and what is said below it.
    std::string named(std::string const& name) const {
        std::string out = " id=\"" + name + "\" name=\"" + name + "\"";
        if (wrong.contains(name)) out += " aria-invalid=\"true\" aria-describedby=\"wrong." + name + "\"";
        return out;
    }
    std::string below(std::string const& name) const {
        auto found = wrong.find(name);
        if (found == wrong.end()) return "";
        return "<p class=\"wrong\" role=\"alert\" id=\"wrong." + name + "\">" + escaped(found->second) + "</p>";
    }
};

std::string input(Filled const& filled, std::string const& name, std::string const& label,
                  std::string const& attributes, std::string_view width = "") {
    return "<div class=\"" + std::string(width) + "\"><label for=\"" + name + "\">" + escaped(label) +
           "</label><input" + filled.named(name) + " value=\"" + filled.value(name) + "\" " + attributes + ">" +
           filled.below(name) + "</div>";
}

using Options = std::vector<std::pair<std::string, std::string>>;
std::string choice(Filled const& filled, std::string const& name, std::string const& label, Options const& options) {
    auto chosen = filled.value(name);
    std::string out =
        "<div><label for=\"" + name + "\">" + escaped(label) + "</label><select" + filled.named(name) + ">";
    for (auto const& [option, text] : options)
        out += "<option value=\"" + option + "\"" + (option == chosen ? " selected" : "") + ">" + text + "</option>";
    return out + "</select>" + filled.below(name) + "</div>";
}

std::string checkbox(Filled const& filled, std::string const& name, std::string const& label) {
    return "<div class=\"check\"><label for=\"" + name + "\"><input type=\"checkbox\"" + filled.named(name) +
           " value=\"true\"" + (filled.value(name).empty() ? "" : " checked") + ">" + escaped(label) + "</label>" +
           filled.below(name) + "</div>";
}

constexpr char kDigits[] = "inputmode=\"numeric\" autocomplete=\"off\"";

std::string bank(Filled const& filled, Account const& account, Field const& field) {
    std::string out;
    if (account.country == "US") out = input(filled, "external_account.routing_number", "Routing number", kDigits);
    return out + input(filled, "external_account.account_number", field.label + ": account number", kDigits);
}

std::string control(Account const& account, Field const& field, Filled const& filled) {
    auto name = escaped(field.path);
    auto of_type = [&](std::string const& attributes) {
        return input(filled, name, field.label, attributes, field.width);
    };
    switch (field.kind) {
        case Kind::email:
            return of_type("type=\"email\" autocomplete=\"email\"");
        case Kind::phone:
            return of_type("type=\"tel\" autocomplete=\"tel\"");
        case Kind::url:
            return of_type("type=\"url\" placeholder=\"https://\"");
        case Kind::number:
            return of_type(kDigits);
        case Kind::checkbox:
            return checkbox(filled, name, field.label);
        case Kind::business_type:
            return choice(filled, name, field.label,
                          {{"individual", "One person"}, {"company", "A company"}, {"non_profit", "A non-profit"}});
        case Kind::document:
            return choice(filled, name, field.label,
                          {{"", ""},
                           {"file_identity_document_success", "A document that passes"},
                           {"file_identity_document_failure", "A document that fails"}});
        case Kind::bank:
            return bank(filled, account, field);
        case Kind::text:
            break;
    }
    return of_type("");
}

std::string state_of(Account const& account) {
    if (!account.requirements->errors.empty()) return "Some details could not be verified.";
    return "Some details are still needed.";
}

// individual[dob][day] -> individual.dob.day
std::string path_of(std::string_view param) {
    std::string out;
    for (char c : param)
        if (c == '[')
            out += '.';
        else if (c != ']')
            out += c;
    return out;
}

// What was filled in stands there again after a refusal, but for numbers that identify somebody.
json::object repeatable(json::object const& filled_in) {
    static constexpr std::string_view kSecrets[] = {"ssn_last_4", "id_number", "tax_id", "account_number"};
    json::object out;
    for (auto const& [path, value] : filled_in)
        if (std::ranges::none_of(kSecrets, [&](auto secret) { return std::string_view(path).ends_with(secret); }))
            out[path] = value;
    return out;
}

bool has_control(std::vector<Field> const& fields, std::string_view name) {
    return std::ranges::any_of(fields, [&](auto const& field) {
        return field.path == name || (field.kind == Kind::bank && name.starts_with("external_account."));
    });
}

}  // namespace

std::string form_of(Tx& tx, std::string const& action, Visit const& visit, Account const& account,
                    json::object const& filled_in, std::optional<Refusal> const& refusal) {
    auto const fields = fields_due(account);
    Filled filled{.values = repeatable(filled_in), .wrong = {}};
    std::string problem;
    for (auto const& error : account.requirements->errors) filled.wrong[error.requirement] = error.reason;
    if (refusal) {
        auto name = path_of(refusal->param);
        (has_control(fields, name) ? filled.wrong[name] : problem) = refusal->message;
    }
    auto of = accounts::display_name(account);
    std::string out = "<p class=\"dim\">" + (of == account.id ? std::string() : escaped(of) + ". ") +
                      state_of(account) + "</p><form method=\"post\" action=\"" + escaped(action) + "\">";
    if (!problem.empty()) out += "<p class=\"problem\" role=\"alert\">" + escaped(problem) + "</p>";
    std::string heading;
    for (auto const& field : fields) {
        if (auto whose = section_of(field.path); whose != heading) {
            out += (heading.empty() ? "<section><h2>" : "</section><section><h2>") + whose + "</h2>";
            heading = whose;
        }
        out += control(account, field, filled);
    }
    out += "</section><div class=\"buttons\"><button type=\"submit\" id=\"submit\">Save</button>";
    if (!tx.livemode())
        out += "<button type=\"submit\" class=\"other\" name=\"fill\" value=\"true\">Fill in with test data</button>";
    out += "</div></form>";
    if (auto back = visit.return_url ? WebUrl::parse(*visit.return_url) : std::nullopt)
        out += "<p><a " + href(*back) + ">Save for later</a></p>";
    return out;
}

}  // namespace bursar::onboarding
