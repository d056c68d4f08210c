// One request, one transaction. The way of a request: who calls, which route, idempotency, savepoint, handler, answer
// in the caller's version. Whatever the handler did is kept when it returned a Reply (a decline too), and gone when it
// refused.
#pragma once

#include "api/authenticate.hpp"
#include "api/catalogue.hpp"
#include "base/message.hpp"

namespace bursar::api {

class Dispatcher {
public:
    Dispatcher(Environment& environment, Catalogue const& catalogue, OpenPlatform open)
        : environment_(environment), catalogue_(catalogue), open_(open) {}

    // Whether a snapshot may be enough. When answer_from_snapshot gives nothing after all, use answer(). It throws
    // ScanTooLong where a budget says so (api/scan.hpp).
    bool is_read(Request const& request) const;
    std::optional<Response> answer_from_snapshot(store::Session& session, Request const& request);

    // Of a request whose body is large and has not been read: nothing, or the answer that its head deserves. A body of
    // that size is for callers who name their key in a header, and whose key is known; without a session that is left
    // to be found out later.
    std::optional<Response> refuse_head(Request const& head, store::Session* session) const;

    // In a session that may write. Throws store::Trouble, after which the whole session is over; whatever else goes
    // wrong rolls the request back and is answered with 500.
    Response answer(store::Session& session, Request const& request);

    static Response preflight();
    // 409 for an idempotency key that a request in progress has, too.
    static Response already_in_progress(Request const& request);

private:
    struct Work;
    Result<Reply> carry_out(Work& work);
    // What the request is answered with before its endpoint begins (a refusal, an answer that was kept); nothing: it
    // may.
    std::optional<Result<Reply>> admit(Work& work, Result<json::object> const& params);
    Result<void> check_limits(Work& work);
    std::optional<Result<Reply>> replayed(Work& work);
    Result<Reply> present(Tx& tx, Work const& work, Reply reply) const;
    bool is_shown_as_kept(Caller const& caller, std::string_view body) const;
    // Makes of what is kept what the caller sees.
    Result<void> show(Tx& tx, json::value& body, std::vector<std::string> const& paths) const;
    std::optional<Response> run(store::Session& session, Request const& request, bool writes);
    Response finish(Work& work, Result<Reply> result);
    Response respond(Work const& work, int status, std::string body) const;

    Environment& environment_;
    Catalogue const& catalogue_;
    OpenPlatform open_;
};

}  // namespace bursar::api
