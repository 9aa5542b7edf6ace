#include "ui/core_sentence.h"

#include "ui/shown_text.h"

#include <QCoreApplication>
#include <QStringList>

#include <array>
#include <optional>

namespace accumulus {
namespace {

constexpr const char* context = "CoreSentence";

/// What stands inside of sentences.
constexpr std::array phrases{
    QT_TRANSLATE_NOOP("CoreSentence", "1 micro-batch"),
    QT_TRANSLATE_NOOP("CoreSentence", "%1 micro-batches"),
    QT_TRANSLATE_NOOP("CoreSentence", "1 core"),
    QT_TRANSLATE_NOOP("CoreSentence", "%1 cores"),
    QT_TRANSLATE_NOOP("CoreSentence", "1 output"),
    QT_TRANSLATE_NOOP("CoreSentence", "%1 outputs"),
    QT_TRANSLATE_NOOP("CoreSentence", "one for each class"),
    QT_TRANSLATE_NOOP("CoreSentence", "one for each target"),
    QT_TRANSLATE_NOOP("CoreSentence",
                      "texts are classes: set loss to cross_entropy and let the model end in "
                      "output, such as \"16 relu, output\""),
    QT_TRANSLATE_NOOP("CoreSentence", "if this line is the header, let data.header be yes"),
    QT_TRANSLATE_NOOP("CoreSentence", "No space left on device"),
    QT_TRANSLATE_NOOP("CoreSentence", "No such file or directory"),
    QT_TRANSLATE_NOOP("CoreSentence", "Permission denied"),
    QT_TRANSLATE_NOOP("CoreSentence", "Read-only file system"),
    QT_TRANSLATE_NOOP("CoreSentence", "it is part of a checkpoint; choose another name"),
    QT_TRANSLATE_NOOP("CoreSentence", "fill the gap or leave the row out"),
    QT_TRANSLATE_NOOP("CoreSentence",
                      "%1; if another column is to be predicted, name it as data.target"),
    QT_TRANSLATE_NOOP("CoreSentence",
                      "features are numbers, and \"%1\" was taken as the target: if this column "
                      "is to be predicted, set data.target to %2 and loss to cross_entropy; else "
                      "give its values numbers"),
    QT_TRANSLATE_NOOP("CoreSentence",
                      "features are numbers, and \"%1\" was taken as the target: if this column "
                      "is to be predicted, set data.target to %2; else give its values numbers"),
    QT_TRANSLATE_NOOP("CoreSentence",
                      "features are numbers: give the values of this column numbers"),
    QT_TRANSLATE_NOOP("CoreSentence", "leave the percent sign out"),
    QT_TRANSLATE_NOOP("CoreSentence", "leave the currency out"),
    QT_TRANSLATE_NOOP("CoreSentence", "write the hyphen as minus sign"),
    QT_TRANSLATE_NOOP("CoreSentence", "parentheses stand for a minus sign: write one"),
};

/// What a person meets in ordinary use. %1, %2 … are what differs, in this order; what is itself
/// known is translated too. Of two that fit the first is taken.
constexpr std::array sentences{
    // why a run ended
    QT_TRANSLATE_NOOP("CoreSentence", "diverged at update %1: %2"),
    QT_TRANSLATE_NOOP("CoreSentence", "the loss became %1"),
    QT_TRANSLATE_NOOP("CoreSentence", "the gradient norm became %1"),
    QT_TRANSLATE_NOOP("CoreSentence",
                      "the loss rose to %1, more than %2 times the first ones (%3)"),
    QT_TRANSLATE_NOOP("CoreSentence",
                      "the loss rose to %1, more than %2 times what a constant prediction costs "
                      "(%3)"),
    // what it does not take
    QT_TRANSLATE_NOOP("CoreSentence", "the run keeps its settings: %1"),
    QT_TRANSLATE_NOOP("CoreSentence",
                      "the memory budget of %1 is too small: in use are %2, and %3 more were asked "
                      "for %4; choose a smaller micro_batch_size and more accumulation_steps "
                      "(`accumulus-cli plan` finds them), or a larger compute.memory_mb"),
    QT_TRANSLATE_NOOP("CoreSentence",
                      "a micro-batch of %1 samples is too large for this model, which can have %2; "
                      "choose a smaller micro_batch_size"),
    QT_TRANSLATE_NOOP("CoreSentence",
                      "schedule.name is \"%1\" and schedule.length is 0, as long as the run, but "
                      "the run has no end; set schedule.length, or stop.epochs or stop.updates"),
    // what it found out
    QT_TRANSLATE_NOOP("CoreSentence",
                      "no update can happen: an epoch has %1, fewer than the %2 of "
                      "accumulation_steps, and partial_window %3 makes none of the rest; choose a "
                      "smaller accumulation_steps or micro_batch_size"),
    QT_TRANSLATE_NOOP("CoreSentence",
                      "no update will be made: the run ends before a window of %1 micro-batches is "
                      "complete (%2 an epoch); choose more epochs or a smaller accumulation_steps"),
    QT_TRANSLATE_NOOP("CoreSentence",
                      "the schedule %1 had ended before update %2: from here on the learning rate "
                      "stays at %3; set schedule.length to the length of the whole run"),
    QT_TRANSLATE_NOOP("CoreSentence",
                      "compute.precision is bf16, but this processor has neither avx512_bf16 nor "
                      "amx_bf16; computing in f32"),
    QT_TRANSLATE_NOOP("CoreSentence",
                      "compute.threads is %1, but this process may use %2; using %3, so the last "
                      "digits of a curve may differ"),
    // files
    QT_TRANSLATE_NOOP("CoreSentence", "%1 cannot be opened: check that it exists and may be read"),
    QT_TRANSLATE_NOOP("CoreSentence", "%1, line %2: \"%3\" is \"%4\", which is not a number; %5"),
    QT_TRANSLATE_NOOP("CoreSentence", "%1, line %2: \"%3\" is empty; %4"),
    QT_TRANSLATE_NOOP("CoreSentence",
                      "the model ends in %1, but %2 on this data needs %3 (%4): end the model text "
                      "with \"%5\""),
    QT_TRANSLATE_NOOP("CoreSentence", "%1 is a folder, not a file"),
    QT_TRANSLATE_NOOP("CoreSentence", "%1 cannot be written: %2"),
    QT_TRANSLATE_NOOP("CoreSentence", "%1 is empty"),
    QT_TRANSLATE_NOOP("CoreSentence", "%1 has a header but no data rows"),
    QT_TRANSLATE_NOOP("CoreSentence",
                      "%1, line 1: there is no column \"%2\"; is this a file that Accumulus wrote "
                      "with --out?"),
    QT_TRANSLATE_NOOP("CoreSentence",
                      "%1, line 1: these are micro-batches, as --micro-batches writes them; curves "
                      "are those of updates, which --out writes"),
    QT_TRANSLATE_NOOP("CoreSentence",
                      "data.source is \"csv\" but data.file is empty; give the path of a CSV file"),
    QT_TRANSLATE_NOOP("CoreSentence", "%1 has numbers as targets, not classes; use the loss mse"),
    QT_TRANSLATE_NOOP("CoreSentence",
                      "there is not enough memory for this; choose less data, a smaller model or a "
                      "smaller micro_batch_size"),
};

//: A sentence of the program for which there is no translation, which says so.
constexpr const char* unknownSentence = QT_TRANSLATE_NOOP("CoreSentence", "%1");

bool isPlaceholder(QStringView text, qsizetype at)
{
    return at + 1 < text.size() && text[at] == u'%' && text[at + 1].isDigit();
}

/// Fixed words of a row of the table: what stands around its %1, %2 …
QStringList fixedWords(const QString& row)
{
    QStringList words(1);
    for (qsizetype i = 0; i < row.size(); ++i) {
        if (isPlaceholder(row, i)) {
            words << QString();
            ++i;
        } else {
            words.back() += row[i];
        }
    }
    return words;
}

/// What stands in \a sentence between the fixed words of \a row; nothing if it is another one.
std::optional<QStringList> partsBetween(const QStringList& words, const QString& sentence)
{
    const bool isWhole = words.size() == 1;
    if (isWhole ? sentence != words[0]
                : !sentence.startsWith(words.front()) || !sentence.endsWith(words.back()))
        return std::nullopt;
    const qsizetype end = sentence.size() - words.back().size();
    qsizetype begin = words.front().size();
    QStringList parts;
    for (qsizetype i = 1; i < words.size(); ++i) {
        const bool isLast = i == words.size() - 1;
        const qsizetype next = isLast ? end : sentence.indexOf(words[i], begin);
        if (next <= begin || next > end)
            return std::nullopt;
        parts << sentence.mid(begin, next - begin);
        begin = next + words[i].size();
    }
    return parts;
}

/// In one pass, so that a part with a % in it is no placeholder.
QString filled(const QString& text, const QStringList& parts)
{
    QString result;
    for (qsizetype i = 0; i < text.size(); ++i) {
        if (isPlaceholder(text, i))
            result += parts.value(text[++i].digitValue() - 1);
        else
            result += text[i];
    }
    return result;
}

/// Nothing if it is not in the table.
std::optional<QString> known(const QString& sentence, bool isPart = false)
{
    const auto translated = [&sentence](const char* row) -> std::optional<QString> {
        auto parts = partsBetween(fixedWords(QString::fromUtf8(row)), sentence);
        if (!parts)
            return std::nullopt;
        for (QString& part : *parts)
            part = known(part, true).value_or(part);
        return filled(QCoreApplication::translate(context, row), *parts);
    };
    for (const char* row : sentences) {
        if (auto text = translated(row))
            return text;
    }
    if (isPart) {
        for (const char* row : phrases) {
            if (auto text = translated(row))
                return text;
        }
    }
    return std::nullopt;
}

} // namespace

QString coreSentence(const QString& english)
{
    const QString sentence = shownText(english);
    if (sentence.isEmpty())
        return {};
    if (const auto translated = known(sentence))
        return *translated;
    return filled(QCoreApplication::translate(context, unknownSentence), {sentence});
}

QString coreSentence(std::string_view english)
{
    return coreSentence(QString::fromUtf8(english.data(), qsizetype(english.size())));
}

} // namespace accumulus
