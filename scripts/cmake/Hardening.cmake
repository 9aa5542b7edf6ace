# Hardens whatever is compiled and linked from here on, in builds that are optimised and have no sanitizers: what a
# crafted file or a mistake of ours would overwrite is noticed, and there is less to overwrite. Each measure is taken
# where compiler, linker and C library have it; .ci/run looks for them in the installed programs.

include(CheckCXXCompilerFlag)
include(CheckCXXSourceCompiles)
include(CheckLinkerFlag)
include(CheckPIESupported)

check_pie_supported(LANGUAGES CXX)

# The C library checks buffers of known size. 3 (GCC 12, Clang 9, glibc 2.35) knows more sizes than 2.
set(CMAKE_REQUIRED_FLAGS "-O2 -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=3")
check_cxx_source_compiles("#include <cstring>
#if __USE_FORTIFY_LEVEL < 3
#error
#endif
int main() {}" ACCUMULUS_HAS_FORTIFY_3)
unset(CMAKE_REQUIRED_FLAGS)
set(hardening -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=$<IF:$<BOOL:${ACCUMULUS_HAS_FORTIFY_3}>,3,2>)
foreach(option -fstack-protector-strong -fstack-clash-protection -fcf-protection)
    string(MAKE_C_IDENTIFIER "ACCUMULUS_HAS${option}" has_option)
    check_cxx_compiler_flag(${option} ${has_option})
    if(${has_option})
        list(APPEND hardening ${option})
    endif()
endforeach()
add_compile_options("$<$<NOT:$<CONFIG:Debug>>:${hardening}>")

foreach(option -Wl,-z,relro -Wl,-z,now -Wl,-z,noexecstack)
    string(MAKE_C_IDENTIFIER "ACCUMULUS_HAS${option}" has_option)
    check_linker_flag(CXX ${option} ${has_option})
    if(${has_option})
        add_link_options($<$<NOT:$<CONFIG:Debug>>:${option}>)
    endif()
endforeach()
