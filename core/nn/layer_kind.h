#pragma once

#include "core/nn/layer.h"

#include <functional>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace accumulus {

/// A word of a model text and where it stands. Commas and parentheses are words of their own.
struct Token
{
    std::string_view text;
    std::size_t position = 0; ///< 0-based
};

/// Makes a layer behind what stands before it. Throws std::invalid_argument if it cannot stand
/// there.
using LayerMaker = std::function<std::unique_ptr<Layer>(const LayerInput&)>;

/// One layer of a model text: what was written, and how to make it once the shape before it is
/// known.
struct LayerSpec
{
    std::string kind; ///< a name of layerKinds()
    /// Comma-separated part of its block that it stands in. Its parameters are "layers.<path>.…",
    /// in a block "layers.<path of the block>.<path>.…".
    std::string path;
    int number = 0;           ///< counts layers through all blocks
    std::size_t position = 0; ///< 0-based character where it stands
    LayerMaker make = nullptr;
};

/// Reads the words of a model text one after the other. Whatever is wrong ends in
/// std::invalid_argument that quotes the word, says where it stands and what may stand there.
class TokenReader
{
public:
    /// \a text must outlive the reader.
    explicit TokenReader(std::string_view text);

    /// Layers separated by commas up to the end, or up to the closing parenthesis.
    std::vector<LayerSpec> readLayers();

    /// The next word begins with a digit, a sign or a dot.
    bool nextIsNumber() const;

    /// Takes the next word if it is \a word.
    bool take(std::string_view word);

    /// A whole number; \a what names it in messages: "the number of filters".
    int wholeNumber(const std::string& what, int minimum, int maximum);
    double number(const std::string& what, double minimum, double maximum);

    /// "3x5" (height, width), or "3" for 3x3.
    std::pair<int, int> size(const std::string& what, int minimum, int maximum);

    /// Layers in parentheses: those of the layer that is being read.
    std::vector<LayerSpec> block();

    /// Fails at the word that was taken last.
    [[noreturn]] void fail(const std::string& reason) const;

private:
    const Token& next(const std::string& missing);
    void readPart(const std::string& path, std::vector<LayerSpec>& layers);

    std::vector<Token> m_tokens;
    std::size_t m_at = 0;
    int m_number = 0;
    int m_depth = 0;
};

/// A row of the table of layers. Every layer defines its own beside itself.
struct LayerKind
{
    std::string_view name;
    std::string_view usage;   ///< how it is written, and what it is
    std::string_view example; ///< a text of this layer alone: "conv 16 3x3 same"
    /// Reads what stands behind the name, and nothing more.
    std::function<LayerMaker(TokenReader&)> parse;
};

} // namespace accumulus
