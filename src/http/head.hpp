// What of a request's head is refused though a parser would take it. Two readers that cut a stream of requests in
// different places let one caller write into another's (request smuggling), so whatever they could read differently is
// answered with 400, once, and the connection ends:
//
// * a line that ends with a bare LF or goes on in the next one (obs-fold);
// * Transfer-Encoding but exactly `chunked`, in HTTP/1.0, or beside Content-Length; Content-Length twice;
// * no Host, or two, or one that is no name and port; another version than 1.0 and 1.1;
// * a target that is no path: the server is nobody's proxy;
// * trailer fields after a chunked body, which whoever stands between may not have looked at.
#pragma once

#include <boost/beast/http/message.hpp>
#include <optional>
#include <string>
#include <string_view>

namespace bursar::http {

// Of the bytes up to the empty line, or as many of them as there are.
bool is_well_formed(std::string_view bytes);

using Head = boost::beast::http::header<true, boost::beast::http::fields>;
std::optional<std::string> objection_to(Head const& head);
std::size_t fields_in(Head const& head);

}  // namespace bursar::http
