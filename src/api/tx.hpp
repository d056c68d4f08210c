// What a handler works with: one transaction of the store, the caller, the time. A handler reads objects, changes its
// own copies and puts them back; all of it appears together when the request commits, or not at all.
//
// A resource type T has kObject ("customer"), kPrefix ("cus"), kNoun (as in "No such customer") and a member `id`; the
// lists it appears in are those of its owner that it declares (api/lists.hpp). Nothing else in the server reads or
// writes a list of the store: tools/check_mechanisms.py.
#pragma once

#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "api/caller.hpp"
#include "api/lists.hpp"
#include "base/clock.hpp"
#include "base/fields.hpp"
#include "base/networks.hpp"
#include "base/text.hpp"
#include "store/session.hpp"
#include "vault/data_keys.hpp"

namespace bursar::api {

class Catalogue;
class Faults;
class RateLimits;

// Entries of the request log, newest first; what is empty or 0 is not asked about.
struct RequestsWanted {
    Seq platform = 0;
    bool livemode = false;
    std::int64_t before = 0;
    std::size_t limit = 10;
    std::string account, method, path, request;
    int status = 0;
};

// What does not change while the server runs.
struct Environment {
    Clock& clock;
    Random& random;
    vault::Keys const& vault_keys;
    vault::DataKeys const& data_keys;
    IdCipher ids;
    ListKeys list_keys;
    bool sandbox = false;
    std::string base_url;        // http://127.0.0.1:8420, for the pages that answers link to
    std::string shops = "*";     // whose pages may hold our frames, as Content-Security-Policy writes it
    bool raw_card_data = false;  // live publishable keys may send card numbers from anywhere, not from our frames alone
    Version default_version;
    Networks proxies;                             // whose X-Forwarded-For is believed
    Networks webhook_networks;                    // of the operator's own, that webhooks may reach
    std::vector<Timestamp> webhook_retries = {};  // seconds between attempts; empty: as documented
    // Seconds until a delivery to an endpoint may be taken up; 0: now.
    std::function<Timestamp(std::string const&)> delivery_wait = [](std::string const&) { return Timestamp{0}; };
    std::shared_ptr<RateLimits> rate_limits = {};                          // none: no limits
    std::function<std::string(RequestsWanted const&)> read_requests = {};  // a list, as JSON; none: not logged
    Catalogue const* catalogue = nullptr;                                  // none: nothing follows from an event
    std::shared_ptr<Faults> faults = {};                                   // none: there is nowhere to order them
};

template <class T>
concept Resource = Fielded<T> && requires(T const& t) {
    { T::kObject } -> std::convertible_to<std::string_view>;
    { T::kPrefix } -> std::convertible_to<std::string_view>;
    { t.id } -> std::convertible_to<std::string>;
};

// Of some kinds a caller may choose the id, which then does not lead to the row: it is listed under its id, and
// remembers its place.
template <class T>
concept ChosenId = requires(T const& t) {
    { t.place.value } -> std::convertible_to<std::int64_t>;
};

// By which clock something happens, and when.
struct Moment {
    Seq clock = 0;  // 0: the world's
    Timestamp now = 0;
};

// Of some kinds one leaves the lists and stays there, used up.
template <class T>
inline constexpr bool kStaysWhenGone = requires { T::kIsUsedUpWhenGone; };

class Tx {
public:
    Tx(Environment& environment, store::Session& session, Caller caller)
        : environment_(environment),
          session_(session),
          caller_(std::move(caller)),
          world_now_(environment.clock.now()),
          moment_{0, world_now_} {}

    // The same transaction, for the account that an object belongs to: for pages, which are opened without a key.
    Tx for_owner_of(store::Object const& object) const;
    // Acting for whom the job was enqueued; on a clock of its own, at the time that the job was for.
    static Tx of_job(Environment& environment, store::Session& session, store::Job const& job,
                     json::object const& payload);

    Environment& environment() { return environment_; }
    store::Session& session() { return session_; }
    Caller const& caller() const { return caller_; }
    Version const& version() const { return caller_.version; }

    // ---- time: there is no other source of it above base ----
    // What is made, listed, expires or is left for later takes its time from the moment. The world's own time is for
    // what the world sees: stamps of events, deliveries and their leases, idempotency.

    Timestamp now() const { return moment_.now; }
    Moment const& moment() const { return moment_; }
    Timestamp world_now() const { return world_now_; }
    // The same transaction, at another moment: that of a test clock, or the world's again.
    Tx on(Moment moment) const {
        Tx other = *this;
        other.moment_ = moment;
        return other;
    }
    Tx in_the_world() const { return on({0, world_now_}); }

    bool livemode() const { return caller_.livemode; }
    bool environment_is_sandbox() const { return environment_.sandbox; }
    std::string letters(std::size_t count) { return environment_.random.letters(count); }

    // The same transaction, acting for another account.
    Tx at(store::Owner owner, std::string account_id) const {
        Tx other = *this;
        other.caller_.owner = owner;
        other.caller_.account_id = std::move(account_id);
        return other;
    }
    Tx at_account(std::string const& id) const { return at(seq_of(id) * 2 + (caller_.livemode ? 1 : 0), id); }
    Tx at_platform() const { return at(caller_.platform_owner(), caller_.platform_id); }

    // The platform's Connect application (ca_...), or nothing when the platform acts for itself.
    std::string application_id() const;
    std::optional<std::string> application() const {
        return caller_.on_connected() ? std::optional(application_id()) : std::nullopt;
    }
    std::string fingerprint(std::string_view number) const {
        return environment_.data_keys.fingerprint(caller_.platform_id, number);
    }

    std::string fresh_id(std::string_view prefix, char version = '1');
    // With 40 letters that nobody can guess: an id that is a credential.
    std::string fresh_secret_id(std::string_view prefix);
    template <Resource T>
    std::string fresh_id() {
        return fresh_id(T::kPrefix);
    }
    // A new one, with what every object begins with: id, created, livemode.
    template <Resource T>
    T fresh() {
        T out{};
        out.id = fresh_id<T>();
        if constexpr (requires { out.created = now(); }) out.created = now();
        if constexpr (requires { out.livemode = caller_.livemode; }) out.livemode = caller_.livemode;
        return out;
    }

    // By id, whoever owns it. For ids that come out of our own objects.
    store::ObjectPtr stored(std::string_view id) const;
    // By id, among what the acting account owns.
    store::ObjectPtr own(std::string_view id) const;
    // The same, of one kind; an id may have been chosen.
    store::ObjectPtr own(std::string_view kind, std::string_view id) const;

    // One that is there: what was deleted is found by find_even_gone() alone, for whoever only shows or settles it.
    template <Resource T>
    std::optional<T> find(std::string_view id) const {
        auto object = found<T>(id);
        if (!object || (!kStaysWhenGone<T> && is_gone(*object, listed_kind<T>()))) return std::nullopt;
        return read<T>(*object);
    }
    template <Resource T>
    std::optional<T> find_even_gone(std::string_view id) const {
        auto object = found<T>(id);
        return object ? std::optional(read<T>(*object)) : std::nullopt;
    }
    // One that an object of ours refers to, so that it must be there.
    template <Resource T>
    T get(std::string_view id) const {
        auto object = ChosenId<T> ? own(T::kObject, id) : nullptr;
        if (!object) object = stored(id);
        MUST(object && is_a(*object, T::kObject));
        return read<T>(*object);
    }
    template <Resource T>
    static T read(store::Object const& object) {
        T out{};
        Scratch scratch;
        for (auto const* text : {&object.document, &object.state})
            if (*text != "{}")
                MUST(read_fields(&out, fields_of<T>(), parse_document(*text, scratch.pointer()), Path{},
                                 Source::document));
        return out;
    }
    // Whether an object of that kind is there to be used: a deleted one only reads.
    bool is_usable(std::string_view kind, std::string_view id) const;
    static bool is_a(store::Object const& object, std::string_view kind) { return api::is_a(object, kind); }

    // Both keep the lists, too.
    template <Resource T>
    void insert(T const& object) {
        auto out = row(object);
        auto values = list_values(listed_kind<T>(), &object, fields_of<T>(), out.document);
        insert(std::move(out), listed_kind<T>(), values);
    }
    // What an object is stays what it is: an update to another kind does not hold.
    template <Resource T>
    void update(T const& object) {
        constexpr auto kind = listed_kind<T>();
        auto later = row(object);
        if constexpr (kind.lists.empty() && kind.gone.empty())
            must_be(later.seq, kind.kind);
        else
            relist(later, kind, list_values(kind, &object, fields_of<T>(), later.document));
        session_.update(std::move(later));
    }
    // Of a kind without a struct; the document begins with its id and its kind.
    void insert(std::string id, ListedKind const& kind, std::string document);
    void update(std::string id, ListedKind const& kind, std::string document, std::string state = "{}");

    // Numbers of what lies in a list, newest first below `before` (0: from the newest), or oldest first above `after`;
    // and the object behind one of them, if it belongs there. One that does not is left out and told in the log.
    std::vector<Seq> older(ListOf const& list, Seq before, std::size_t limit) const;
    std::vector<Seq> newer(ListOf const& list, Seq after, std::size_t limit) const;
    store::ObjectPtr listed(ListOf const& list, Seq seq) const;
    // The objects themselves, newest first: for what belongs to one object and stays short.
    std::vector<store::ObjectPtr> newest(ListOf const& list, std::size_t limit = 1000) const;
    // Whether an object that was found otherwise belongs to the list, and is not gone from it.
    bool is_in(ListOf const& list, store::Object const& object) const;

    Seq seq_of(std::string_view id) const { return environment_.ids.decode(id).value_or(0); }
    // Where an object with an id of the caller's choice will stand.
    std::int64_t fresh_place() { return static_cast<std::int64_t>(session_.fresh_seq(caller_.owner)); }

    // All of a list, newest first: for what belongs to one object and stays short.
    template <Resource T>
    std::vector<T> all(std::string_view by, std::string_view value, std::size_t limit = 1000) const {
        constexpr auto kind = listed_kind<T>();
        auto list = std::ranges::find(kind.lists, by, &List::by);
        MUST(by.empty() || list != kind.lists.end());
        bool folded = !by.empty() && list->folded;
        std::vector<T> out;
        for (auto const& object : newest({T::kObject, by, std::string(value), {}, folded}, limit))
            out.push_back(read<T>(*object));
        return out;
    }

    // ---- work for later, on the clock of the moment ----

    void enqueue(Timestamp run_at, std::string kind, json::object payload);
    // The alarm of an object, of which it has one of a kind: replaces the one before. Its job is given {"id": id}.
    void wake(std::string_view id, std::string kind, Timestamp at);
    void let_sleep(std::string_view id, std::string_view kind);

    // What would happen: all that `deed` does in the transaction is undone again, whether it is refused, returns or
    // throws. The same verbs run, so that a preview cannot differ from the deed.
    template <class Deed>
    auto preview(Deed deed) {
        struct Undone {
            store::Session& session;
            explicit Undone(store::Session& of) : session(of) { session.savepoint(); }
            ~Undone() {
                session.rollback();
                session.release();
            }
        } undone(session_);
        Tx other = *this;
        return deed(other);
    }

private:
    template <Resource T>
    store::ObjectPtr found(std::string_view id) const {
        auto object = ChosenId<T> ? own(T::kObject, id) : own(id);
        return object && is_a(*object, T::kObject) ? object : nullptr;
    }
    store::Job job_for(Timestamp run_at, std::string kind, json::object payload);
    template <Resource T>
    Seq place_of(T const& object) const {
        if constexpr (ChosenId<T>)
            if (object.place.value) return static_cast<Seq>(object.place.value);
        return seq_of(object.id);
    }
    template <Resource T>
    store::Object row(T const& object) const {
        store::Object out{.seq = place_of(object), .owner = caller_.owner, .id = object.id};
        write_fields(&object, fields_of<T>(), out.document);
        write_hidden(&object, fields_of<T>(), out.state);
        MUST(is_utf8(out.document) && is_utf8(out.state));  // nobody could read it again
        return out;
    }
    void insert(store::Object row, ListedKind const& kind, ListValues const& values);
    store::ObjectPtr must_be(Seq seq, std::string_view kind) const;
    void relist(store::Object& later, ListedKind const& kind, ListValues const& values);
    bool belongs(ListOf const& list, store::Object const& object) const;

    Environment& environment_;
    store::Session& session_;
    Caller caller_;
    Timestamp world_now_;
    Moment moment_;
};

}  // namespace bursar::api
