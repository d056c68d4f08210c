# What the release preset becomes when everything is linked in, the C library too: cmake -C packaging/binary/static.cmake
# LIBRARIES is what packaging/binary/libraries has made, NAMES the object of names.c.
set(debian /usr/lib/x86_64-linux-gnu)
set(CMAKE_BUILD_TYPE Release CACHE STRING "")
set(CMAKE_CXX_FLAGS_RELEASE -O2 CACHE STRING "")
# Where this was built is not to be seen in it.
set(CMAKE_CXX_FLAGS "-ffile-prefix-map=${SOURCE}=." CACHE STRING "")
set(BUILD_TESTING OFF CACHE BOOL "")

set(Boost_USE_STATIC_LIBS ON CACHE BOOL "")
set(OPENSSL_USE_STATIC_LIBS ON CACHE BOOL "")
set(SQLite3_LIBRARY ${debian}/libsqlite3.a CACHE FILEPATH "")
set(PostgreSQL_LIBRARY ${LIBRARIES}/libpq.a CACHE FILEPATH "")
set(CURL_LIBRARY ${LIBRARIES}/libcurl.a CACHE FILEPATH "")
set(CURL_NO_CURL_CMAKE ON CACHE BOOL "")
set(JEMALLOC ${debian}/libjemalloc_pic.a CACHE FILEPATH "")

# Last on the command line, where -static-pie overrides -pie and archives are found by all that needs them.
set(last -static-pie -Wl,-s ${NAMES} -Wl,--start-group ${LIBRARIES}/libpgcommon.a ${LIBRARIES}/libpgport.a ${debian}/libssl.a
         ${debian}/libcrypto.a -Wl,--end-group)
list(JOIN last " " last)
set(CMAKE_CXX_STANDARD_LIBRARIES "${last}" CACHE STRING "")
