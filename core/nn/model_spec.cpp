#include "core/nn/model_spec.h"

#include "core/named_row.h"
#include "core/nn/activation.h"
#include "core/nn/dense.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <stdexcept>

namespace accumulus {

namespace {

constexpr int maxUnits = 1 << 16;
constexpr std::size_t maxLayers = 256;

struct Token
{
    std::string_view text;
    std::size_t position;
};

[[noreturn]] void fail(const Token& token, const std::string& reason)
{
    throw std::invalid_argument("model text, character " + std::to_string(token.position + 1) + ": "
                                + reason);
}

std::string quoted(std::string_view text)
{
    return "\"" + std::string(text) + "\"";
}

std::vector<Token> words(std::string_view text, std::size_t offset)
{
    const auto isSpace = [](char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; };
    std::vector<Token> result;
    std::size_t at = 0;
    while (at < text.size()) {
        if (isSpace(text[at])) {
            ++at;
            continue;
        }
        std::size_t end = at;
        while (end < text.size() && !isSpace(text[end]))
            ++end;
        result.push_back({text.substr(at, end - at), offset + at});
        at = end;
    }
    return result;
}

const LayerKind* findKind(std::string_view name)
{
    const auto& kinds = layerKinds();
    const auto it = std::find_if(kinds.begin(), kinds.end(),
                                 [&](const LayerKind& kind) { return kind.name == name; });
    return it == kinds.end() ? nullptr : &*it;
}

bool looksLikeNumber(std::string_view text)
{
    return !text.empty() && (std::isdigit(static_cast<unsigned char>(text[0])) || text[0] == '-');
}

int readSize(const Token& token)
{
    int value = 0;
    const char* end = token.text.data() + token.text.size();
    const auto [rest, error] = std::from_chars(token.text.data(), end, value);
    if (error != std::errc() || rest != end || value < 1 || value > maxUnits)
        fail(token,
             quoted(token.text) + " must be a whole number from 1 to " + std::to_string(maxUnits));
    return value;
}

/// One comma-separated part: "10 relu" is two layers.
void parsePart(const std::vector<Token>& tokens, int index, std::vector<LayerSpec>& layers)
{
    for (std::size_t i = 0; i < tokens.size();) {
        const Token& first = tokens[i];
        LayerSpec spec{.kind = "dense", .sizes = {}, .index = index};
        if (!looksLikeNumber(first.text)) {
            spec.kind = first.text;
            ++i;
        }
        const LayerKind* kind = findKind(spec.kind);
        if (!kind)
            fail(first,
                 quoted(first.text)
                     + " is not a layer; expected a number of units, as in \"10 relu, 1\", or one "
                       "of "
                     + rowNames(layerKinds()));
        for (int n = 0; n < kind->sizeCount; ++n, ++i) {
            if (i == tokens.size())
                fail(first, quoted(first.text) + " lacks a number: " + std::string(kind->usage));
            spec.sizes.push_back(readSize(tokens[i]));
        }
        layers.push_back(std::move(spec));
        if (i < tokens.size() && looksLikeNumber(tokens[i].text))
            fail(tokens[i],
                 quoted(tokens[i].text) + " follows without a comma; separate layers by commas");
    }
}

} // namespace

const std::vector<LayerKind>& layerKinds()
{
    static const std::vector<LayerKind> table = [] {
        std::vector<LayerKind> rows{
            {"dense", "\"dense 10\" or just \"10\": fully connected with 10 outputs", 1,
             [](const LayerSpec& spec, const Shape& input) -> std::unique_ptr<Layer> {
                 return std::make_unique<Dense>(input, spec.sizes.at(0));
             }},
        };
        for (const ActivationKind& activation : activations())
            rows.push_back(
                {activation.name, activation.formula, 0,
                 [](const LayerSpec& spec, const Shape& input) -> std::unique_ptr<Layer> {
                     return std::make_unique<Activation>(input, activationKind(spec.kind));
                 }});
        return rows;
    }();
    return table;
}

std::vector<LayerSpec> parseModel(std::string_view text)
{
    std::vector<LayerSpec> layers;
    std::size_t start = 0;
    for (int index = 0;; ++index) {
        const std::size_t end = std::min(text.find(',', start), text.size());
        const std::vector<Token> tokens = words(text.substr(start, end - start), start);
        if (tokens.empty())
            fail({text, start}, "a layer is missing; write for example \"10 relu, 1\"");
        parsePart(tokens, index, layers);
        if (layers.size() > maxLayers)
            fail({text, start}, "more than " + std::to_string(maxLayers) + " layers");
        if (end == text.size())
            return layers;
        start = end + 1;
    }
}

std::unique_ptr<Layer> makeLayer(const LayerSpec& spec, const Shape& inputShape)
{
    return findKind(spec.kind)->make(spec, inputShape);
}

} // namespace accumulus
