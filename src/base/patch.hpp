// A hash of parameters that is merged into a document which is kept as JSON: an account's settings, a person.
//
// Tree is a struct of parameters whose table says which names may be in it and what each looks like; it is read against
// that table as every parameter is, so an unknown name and a wrong shape are refused by name, at any depth. What comes
// out is JSON again, but typed: integers and booleans are no texts any more, lists are arrays, and what was sent empty
// is null. It holds the names that were sent and no others, so that merging it leaves alone whatever was not told.
#pragma once

#include "base/fields.hpp"

namespace bursar {

template <Fielded Tree>
struct Patch {
    json::object value;
};

// Leaf by leaf; hashes that are not there yet are made.
void merge_into(json::object& target, json::object const& patch);

// `read`: a whole table written as JSON. Of it the names that `sent` has; what a table does not write (metadata) is as
// it was sent.
json::object as_sent(json::object const& sent, json::object const& read);

template <Fielded Tree>
struct KindOf<Patch<Tree>> {
    static void write(void const* value, std::string& out) {
        write_json(out, json::value(static_cast<Patch<Tree> const*>(value)->value));
    }
    static Result<void> read(void* value, json::value const& in, Path const& path, Source source) {
        Tree tree{};
        TRY_DO(read_fields(&tree, fields_of<Tree>(), in, path, source));
        static_cast<Patch<Tree>*>(value)->value =
            as_sent(in.as_object(), parse_document(document_of(tree)).as_object());
        return {};
    }
    static constexpr Kind kind{
        .write = write, .read = read, .required = true, .shape = Shape::hash, .fields = fields_of<Tree>};
};

}  // namespace bursar
