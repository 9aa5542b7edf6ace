#pragma once

#include <QWidget>

class QDockWidget;
class QLabel;
class QToolButton;

namespace accumulus {

/// The title of a dock in the look of the charts' titles, with a button that closes it.
class DockTitle : public QWidget
{
    Q_OBJECT
public:
    explicit DockTitle(QDockWidget* dock);

protected:
    void changeEvent(QEvent* event) override; // language

private:
    void retranslate();

    QDockWidget* m_dock;
    QLabel* m_title;
    QToolButton* m_close;
};

} // namespace accumulus
