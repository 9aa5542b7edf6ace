# Run by CTest when it starts, through the file that accumulus_add_catch_tests() writes. That file sets
# cmake, suite, executable, catch_version, environment (a list of NAME=VALUE) and timeout (seconds).

if(NOT EXISTS ${executable})
    # What CTest itself does for a missing executable: a test that fails, not one that is silently absent.
    add_test("${suite}: not built" ${cmake} -E false)
    return()
endif()

if(catch_version VERSION_LESS 3)
    set(list_names --list-test-names-only)
else()
    set(list_names --list-tests --verbosity quiet)
endif()

foreach(label IN ITEMS plain session)
    if(label STREQUAL session)
        set(specification "[session]~[.]")
    else()
        set(specification "~[session]~[.]") # Catch2 2 lists hidden tests too, unless told not to
    endif()
    execute_process(
        COMMAND ${cmake} -E env ${environment} ${executable} ${specification} ${list_names}
        OUTPUT_VARIABLE names ERROR_VARIABLE errors RESULT_VARIABLE result)
    # Catch2 2 exits with the number of tests, so what tells of an executable that did not work (a missing library, a
    # sanitizer's report) is an exit code that is no number, or one other than 0 without any name.
    if(NOT result MATCHES "^[0-9]+$" OR (names STREQUAL "" AND NOT result EQUAL 0))
        add_test("${suite}: list of tests" ${cmake} -E false)
        message("${executable} could not list its tests (${result}):\n${errors}")
        continue()
    endif()
    # Semicolons and brackets mean something in a CMake list, so names are split by hand.
    string(REPLACE ";" "\\;" names "${names}")
    string(REPLACE "[" "<accumulus-open>" names "${names}")
    string(REPLACE "]" "<accumulus-close>" names "${names}")
    string(REPLACE "\n" ";" names "${names}")
    foreach(name IN LISTS names)
        string(STRIP "${name}" name)
        if(name STREQUAL "")
            continue()
        endif()
        string(REPLACE "<accumulus-open>" "[" name "${name}")
        string(REPLACE "<accumulus-close>" "]" name "${name}")
        # In a test specification these have a meaning of their own.
        set(argument "${name}")
        foreach(character IN ITEMS "\\" "," "[" "]" "\"")
            string(REPLACE "${character}" "\\${character}" argument "${argument}")
        endforeach()
        set(test "${suite}: ${name}")
        add_test("${test}" "${executable}" "${argument}")
        set(labels ${suite})
        if(label STREQUAL session)
            list(APPEND labels session)
        endif()
        set_tests_properties("${test}" PROPERTIES
            ENVIRONMENT "${environment}" LABELS "${labels}" TIMEOUT ${timeout}
            # Catch2 2 is content when a name selects no test.
            FAIL_REGULAR_EXPRESSION "No test cases matched")
    endforeach()
endforeach()
