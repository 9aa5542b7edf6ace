#pragma once

#include "core/train/experiment.h"

#include <QWidget>

class QLabel;

namespace accumulus {

/// What N and b come to: effective batch size and updates per epoch, and in words what becomes of
/// the partial window at the end of an epoch.
class ReadOuts : public QWidget
{
    Q_OBJECT
public:
    explicit ReadOuts(QWidget* parent = nullptr);

    /// \a trainingRows: 0 if they are not known.
    void show(const Hyperparameters& settings, int trainingRows);

    QString effectiveBatchSize() const;
    QString updatesPerEpoch() const;
    QString sentence() const;

protected:
    void changeEvent(QEvent* event) override; // language, palette

private:
    void retranslate();
    void update();

    QLabel* m_sizeLabel;
    QLabel* m_size;
    QLabel* m_updatesLabel;
    QLabel* m_updates;
    QLabel* m_sentence;
    Hyperparameters m_settings;
    int m_rows = 0;
};

} // namespace accumulus
