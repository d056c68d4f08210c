// What a route answers: mostly the kind in whose table it stands. The exceptions are in a table here; tests/schema
// holds every answer of the transcripts against it.
#pragma once

#include "api/resource.hpp"

namespace bursar::api {

struct Answer {
    enum class Form { object, list, search, deleted, page, stream };
    Form form = Form::object;
    std::vector<std::string_view> kinds = {};  // "customer"; of several any; none: an object of which nothing is said
};

bool reads(Route const& route, Fields (*table)());  // it is among what the route's handler reads

Answer answer_of(Route const& route, ResourceType const& type);

}  // namespace bursar::api
