#pragma once

#include "ui/chart_spec.h"

#include <QWidget>

class QAction;
class QLabel;
class QToolButton;

namespace accumulus {

class FittedLabel;

/// The title row of a chart: what it shows, and tools for its view.
class ChartHeader : public QWidget
{
    Q_OBJECT
public:
    explicit ChartHeader(const ChartSpec& spec, QWidget* parent = nullptr);

    void setScale(YScale scale);
    void setFollowing(bool following); ///< if not, there is a button for it
    void retranslate();

signals:
    void scaleChosen(accumulus::YScale scale);
    void followRequested();
    void menuRequested(QPoint globalPosition); ///< of its top left corner

private:
    ChartSpec m_spec;
    YScale m_scale;
    QLabel* m_title;
    FittedLabel* m_unit;
    QToolButton* m_followButton;
    QToolButton* m_scaleButton;
    QToolButton* m_menuButton;
    QAction* m_linearAction = nullptr;
    QAction* m_logAction = nullptr;
};

} // namespace accumulus
