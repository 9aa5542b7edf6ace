#include "core/nn/layer_kind.h"

#include "core/named_row.h"
#include "core/nn/model_spec.h"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <sstream>
#include <stdexcept>

namespace accumulus {

namespace {

constexpr std::size_t maxLayers = 256;
constexpr int maxDepth = 8; // of blocks in blocks

[[noreturn]] void failAt(const Token& token, const std::string& reason)
{
    throw std::invalid_argument("model text, character " + std::to_string(token.position + 1) + ": "
                                + reason);
}

std::string quoted(std::string_view text)
{
    return "\"" + std::string(text) + "\"";
}

std::vector<Token> tokensOf(std::string_view text)
{
    const auto isSpace = [](char c) { return std::isspace(static_cast<unsigned char>(c)) != 0; };
    const auto isMark = [](char c) { return c == ',' || c == '(' || c == ')'; };
    std::vector<Token> tokens;
    std::size_t at = 0;
    while (at < text.size()) {
        std::size_t end = at + 1;
        if (!isMark(text[at])) {
            while (end < text.size() && !isSpace(text[end]) && !isMark(text[end]))
                ++end;
        }
        if (!isSpace(text[at]))
            tokens.push_back({text.substr(at, end - at), at});
        else
            end = at + 1;
        at = end;
    }
    tokens.push_back({text.substr(text.size()), text.size()}); // the end, so that there is a next
    return tokens;
}

/// Names of the table without activations, which any list of layers would drown in.
const LayerKind* findKind(std::string_view name)
{
    const auto& kinds = layerKinds();
    const auto it = std::find_if(kinds.begin(), kinds.end(),
                                 [&](const LayerKind& kind) { return kind.name == name; });
    return it == kinds.end() ? nullptr : &*it;
}

template <typename Number>
bool parseWhole(std::string_view text, Number& value)
{
    const char* end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, value);
    return error == std::errc() && rest == end;
}

std::string shown(double value)
{
    std::ostringstream text;
    text << value;
    return text.str();
}

std::string range(const std::string& minimum, const std::string& maximum)
{
    return " from " + minimum + " to " + maximum;
}

} // namespace

TokenReader::TokenReader(std::string_view text)
    : m_tokens(tokensOf(text))
{}

std::vector<LayerSpec> TokenReader::readLayers()
{
    std::vector<LayerSpec> layers;
    for (int part = 0;; ++part) {
        const Token& first = m_tokens[m_at];
        if (first.text.empty() || first.text == "," || first.text == ")")
            failAt(first, "a layer is missing; write for example \"10 relu, 1\"");
        readPart(std::to_string(part), layers);
        const Token& mark = m_tokens[m_at];
        if (m_number > static_cast<int>(maxLayers))
            failAt(mark, "more than " + std::to_string(maxLayers) + " layers");
        if (mark.text != ",") {
            if (mark.text.empty() == (m_depth == 0))
                return layers;
            failAt(mark, m_depth == 0 ? "\")\" without a \"(\" before it" : "a \")\" is missing");
        }
        ++m_at;
    }
}

/// One comma-separated part: "10 relu" is two layers.
void TokenReader::readPart(const std::string& path, std::vector<LayerSpec>& layers)
{
    const auto endsPart = [](std::string_view word) {
        return word.empty() || word == "," || word == ")";
    };
    for (bool isFirst = true; !endsPart(m_tokens[m_at].text); isFirst = false) {
        const Token first = m_tokens[m_at];
        if (!isFirst && nextIsNumber())
            failAt(first,
                   quoted(first.text) + " follows without a comma; separate layers by commas");
        LayerSpec spec{
            .kind = "dense", .path = path, .number = m_number++, .position = first.position};
        if (!nextIsNumber()) {
            spec.kind = first.text;
            ++m_at;
        }
        const LayerKind* kind = findKind(spec.kind);
        if (!kind)
            failAt(first,
                   quoted(first.text)
                       + " is not a layer; expected a number of units, as in \"10 relu, 1\", or "
                         "one of "
                       + rowNames(layerKinds()));
        spec.make = kind->parse(*this);
        layers.push_back(std::move(spec));
    }
}

const Token& TokenReader::next(const std::string& missing)
{
    const Token& token = m_tokens[m_at];
    if (token.text.empty() || token.text == "," || token.text == ")")
        fail(quoted(m_tokens[m_at - 1].text) + " lacks " + missing);
    ++m_at;
    return token;
}

bool TokenReader::nextIsNumber() const
{
    const std::string_view text = m_tokens[m_at].text;
    return !text.empty()
        && (std::isdigit(static_cast<unsigned char>(text[0])) || text[0] == '-' || text[0] == '.');
}

bool TokenReader::take(std::string_view word)
{
    if (m_tokens[m_at].text != word)
        return false;
    ++m_at;
    return true;
}

int TokenReader::wholeNumber(const std::string& what, int minimum, int maximum)
{
    const Token& token = next(what);
    int value = 0;
    if (!parseWhole(token.text, value) || value < minimum || value > maximum)
        fail(quoted(token.text) + " must be a whole number"
             + range(std::to_string(minimum), std::to_string(maximum)) + ", " + what);
    return value;
}

double TokenReader::number(const std::string& what, double minimum, double maximum)
{
    const Token& token = next(what);
    double value = 0.0;
    if (!parseWhole(token.text, value) || !(value >= minimum && value <= maximum))
        fail(quoted(token.text) + " must be a number" + range(shown(minimum), shown(maximum)) + ", "
             + what);
    return value;
}

std::pair<int, int> TokenReader::size(const std::string& what, int minimum, int maximum)
{
    const Token& token = next(what);
    const std::size_t cross = token.text.find('x');
    int height = 0;
    int width = 0;
    const auto fits = [&](std::string_view text, int& value) {
        return parseWhole(text, value) && value >= minimum && value <= maximum;
    };
    const bool isRead = cross == std::string_view::npos
        ? fits(token.text, height) && fits(token.text, width)
        : fits(token.text.substr(0, cross), height) && fits(token.text.substr(cross + 1), width);
    if (!isRead)
        fail(quoted(token.text) + " must be a size such as 3x3, each side"
             + range(std::to_string(minimum), std::to_string(maximum)) + ", " + what);
    return {height, width};
}

std::vector<LayerSpec> TokenReader::block()
{
    if (!take("("))
        fail(quoted(m_tokens[m_at - 1].text)
             + " lacks its layers in parentheses, as in \"residual (16 relu, 16)\"");
    if (++m_depth > maxDepth)
        fail("blocks stand in blocks more than " + std::to_string(maxDepth) + " deep");
    std::vector<LayerSpec> layers = readLayers();
    --m_depth;
    ++m_at; // the closing parenthesis
    return layers;
}

void TokenReader::fail(const std::string& reason) const
{
    failAt(m_tokens[m_at == 0 ? 0 : m_at - 1], reason);
}

} // namespace accumulus
