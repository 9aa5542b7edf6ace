#pragma once

#include "core/train/experiment.h"
#include "ui/number_scale.h"

#include <QStringList>

#include <string>
#include <variant>
#include <vector>

namespace accumulus {

/// The controls of the left panel as a table: a control is one row here and nothing anywhere else.
/// A row reads and writes one value of an Experiment and knows nothing of widgets or of the
/// session.

struct NumberField
{
    NumberScale scale;
    double (*get)(const Experiment&);
    void (*set)(Experiment&, double);
    const char* minimumText = nullptr; ///< shown instead of the smallest value, e.g. "off"
};

struct Choice
{
    std::string value;
    QString label;
    QString toolTip;
};

struct ChoiceField
{
    std::vector<Choice> (*choices)(); ///< in the language of now
    std::string (*get)(const Experiment&);
    void (*set)(Experiment&, const std::string&);
    /// Names of what the choice sets and was set otherwise since; null: it sets nothing else.
    QStringList (*changed)(const Experiment&) = nullptr;
};

struct CheckField
{
    bool (*get)(const Experiment&);
    void (*set)(Experiment&, bool);
};

struct TextField
{
    std::string (*get)(const Experiment&);
    void (*set)(Experiment&, const std::string&);
    QString (*problem)(const std::string&); ///< a sentence, or nothing; null: every text is fine
    const char* placeholder;                ///< QT_TRANSLATE_NOOP("ControlSpec", …) or ""
};

/// A file of the user, chosen in a dialog.
struct FileField
{
    std::string (*get)(const Experiment&);
    void (*set)(Experiment&, const std::string&);
};

enum class ControlGroup { Data, Window, Optimizer, Run };
inline constexpr int controlGroupCount = 4;

enum class Placement {
    Essential, ///< always there
    More,      ///< behind the group's "More"
};

struct ControlSpec
{
    const char* key; ///< in the JSON form, dotted; its last part is the object name of the control
    const char* label;   ///< QT_TRANSLATE_NOOP("ControlSpec", …)
    const char* toolTip; ///< QT_TRANSLATE_NOOP("ControlSpec", …): one sentence
    ControlGroup group;
    Placement placement;
    std::variant<NumberField, ChoiceField, CheckField, TextField, FileField> field;
    bool (*applies)(const Experiment&) = nullptr; ///< whether the run reads it; null: always
};

/// All controls from top to bottom.
const std::vector<ControlSpec>& controlSpecs();

/// The last part of \a key: "accumulation_steps" of "accumulation.accumulation_steps".
QString controlName(const ControlSpec& spec);

} // namespace accumulus
