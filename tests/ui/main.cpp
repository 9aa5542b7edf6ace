// The tests of the window share one QApplication, without a display (QT_QPA_PLATFORM=offscreen).

#if __has_include(<catch2/catch_session.hpp>)
#include <catch2/catch_session.hpp>
#else
#define CATCH_CONFIG_RUNNER
#include <catch2/catch.hpp>
#endif

#include <QApplication>

int main(int argc, char** argv)
{
    if (!qEnvironmentVariableIsSet("QT_QPA_PLATFORM"))
        qputenv("QT_QPA_PLATFORM", "offscreen");
    QApplication application(argc, argv);
    QCoreApplication::setOrganizationName(QStringLiteral("Accumulus"));
    QCoreApplication::setApplicationName(QStringLiteral("accumulus-tests"));
    return Catch::Session().run(argc, argv);
}
