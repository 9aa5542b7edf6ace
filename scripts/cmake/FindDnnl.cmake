# Finds oneDNN by header and library. Its own CMake package is not used: Debian 12's asks for OpenCL
# development files that nothing here needs and that are usually not installed.
# Gives the target Dnnl::Dnnl and Dnnl_VERSION.
find_path(Dnnl_INCLUDE_DIR oneapi/dnnl/dnnl.hpp)
find_library(Dnnl_LIBRARY dnnl)
# oneDNN of the distributions runs on GCC's OpenMP; the thread count is set through it. Declared by hand in
# core/onednn/engine.cpp, so that a build with Clang does not bring in a second OpenMP with a second thread pool.
find_library(Dnnl_OPENMP_LIBRARY NAMES gomp libgomp.so.1)

if(Dnnl_INCLUDE_DIR AND EXISTS ${Dnnl_INCLUDE_DIR}/oneapi/dnnl/dnnl_version.h)
    file(STRINGS ${Dnnl_INCLUDE_DIR}/oneapi/dnnl/dnnl_version.h dnnl_version_lines
        REGEX "#define +DNNL_VERSION_(MAJOR|MINOR|PATCH) +[0-9]+")
    string(REGEX MATCHALL "[0-9]+" dnnl_version_numbers "${dnnl_version_lines}")
    list(JOIN dnnl_version_numbers "." Dnnl_VERSION)
endif()

include(FindPackageHandleStandardArgs)
find_package_handle_standard_args(Dnnl
    REQUIRED_VARS Dnnl_LIBRARY Dnnl_INCLUDE_DIR Dnnl_OPENMP_LIBRARY
    VERSION_VAR Dnnl_VERSION)

if(Dnnl_FOUND AND NOT TARGET Dnnl::Dnnl)
    add_library(Dnnl::Dnnl UNKNOWN IMPORTED)
    set_target_properties(Dnnl::Dnnl PROPERTIES
        IMPORTED_LOCATION ${Dnnl_LIBRARY}
        INTERFACE_INCLUDE_DIRECTORIES ${Dnnl_INCLUDE_DIR}
        INTERFACE_LINK_LIBRARIES ${Dnnl_OPENMP_LIBRARY})
endif()
