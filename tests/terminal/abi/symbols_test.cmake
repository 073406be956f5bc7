# What libvip.so.1 shows and what it needs, to the letter.
#   cmake -DLIBRARY=... -DNM=... -DOBJDUMP=... -P symbols_test.cmake
cmake_minimum_required(VERSION 3.25)
function(expect what have wanted)
  if(NOT have STREQUAL wanted)
    message(FATAL_ERROR "${what}\n  is     ${have}\n  should ${wanted}")
  endif()
endfunction()

execute_process(COMMAND ${NM} -D --defined-only --format=posix ${LIBRARY}
  OUTPUT_VARIABLE symbols COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCHALL "[^\n]+" lines "${symbols}")
set(shown)
foreach(line IN LISTS lines)
  string(REGEX REPLACE " .*" "" name "${line}")
  list(APPEND shown ${name})
endforeach()
list(SORT shown)
expect("the symbols" "${shown}" "VIP_1;vip_abi_version@@VIP_1;vip_call@@VIP_1;\
vip_call_bytes@@VIP_1;vip_close@@VIP_1;vip_create@@VIP_1;vip_free@@VIP_1;vip_idle@@VIP_1;\
vip_open@@VIP_1;vip_version@@VIP_1")

execute_process(COMMAND ${OBJDUMP} -p ${LIBRARY} OUTPUT_VARIABLE dynamic
  COMMAND_ERROR_IS_FATAL ANY)
string(REGEX MATCH "SONAME +([^\n ]+)" ignored "${dynamic}")
expect("the soname" "${CMAKE_MATCH_1}" "libvip.so.1")

# A fixed list: SQLite, curl, OpenSSL, zstd and zlib; libxlsxwriter for reports; FreeType and qrcodegen, which draw on
# receipts; and what every C++ program has.
set(known c curl crypto freetype gcc_s m qrcodegencpp sqlite3 ssl stdc++ xlsxwriter z zstd)
string(REGEX MATCHALL "NEEDED +[^\n ]+" needed "${dynamic}")
foreach(entry IN LISTS needed)
  string(REGEX REPLACE "NEEDED +lib([^.]+)\\.so.*" "\\1" name "${entry}")
  if(NOT entry MATCHES "ld-linux" AND NOT name IN_LIST known)
    message(FATAL_ERROR "libvip.so.1 needs a library that it should not: ${entry}")
  endif()
endforeach()
