# Installed into a prefix, moved, and used from there as a till's build would: with find_package,
# with pkg-config, from Python. Each example does a whole member sale.
#   cmake -DBUILD=... -DEXAMPLES=... -DWORK=... -DC_COMPILER=... -DPYTHON=... -DVERSION=... -P ...
cmake_minimum_required(VERSION 3.25)
function(run)
  execute_process(COMMAND ${ARGN} COMMAND_ECHO STDOUT RESULT_VARIABLE result)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "ended with ${result}: ${ARGN}")
  endif()
endfunction()

file(REMOVE_RECURSE ${WORK})
run(${CMAKE_COMMAND} --install ${BUILD} --prefix ${WORK}/first)
# Nothing in it may say where it was first.
file(RENAME ${WORK}/first ${WORK}/prefix)
set(prefix ${WORK}/prefix)
file(GLOB_RECURSE library ${prefix}/lib*/libvip.so.1)
file(GLOB_RECURSE config ${prefix}/lib*/vipConfig.cmake)
file(GLOB_RECURSE pc ${prefix}/lib*/vip.pc)
cmake_path(GET library PARENT_PATH library_dir)
cmake_path(GET pc PARENT_PATH pc_dir)
foreach(file IN ITEMS include/vip.h bin/vip-terminal bin/vip-office)
  if(NOT EXISTS ${prefix}/${file})
    message(FATAL_ERROR "not installed: ${file}")
  endif()
endforeach()
run(${prefix}/bin/vip-terminal init --data ${WORK}/by_program --store S01)

# Receipts bear no time of ours and card numbers follow from the seed: three programs, one output.
function(sell name)
  execute_process(COMMAND ${CMAKE_COMMAND} -E env LD_LIBRARY_PATH=${library_dir}
      ${ARGN} ${WORK}/store_of_${name}
    RESULT_VARIABLE result OUTPUT_VARIABLE output ERROR_VARIABLE errors)
  if(NOT result EQUAL 0)
    message(FATAL_ERROR "${name} ended with ${result}: ${output}${errors}")
  endif()
  foreach(wanted IN ITEMS "to pay: " "会员价 Member rate (D1) -￥25.80      ￥232.20"
      "现有积分 Points after                          2" "签名 Signature: ____")
    string(FIND "${output}" "${wanted}" at)
    if(at EQUAL -1)
      message(FATAL_ERROR "${name} does not say \"${wanted}\":\n${output}")
    endif()
  endforeach()
  message("${name}:\n${output}")
endfunction()

run(${CMAKE_COMMAND} -S ${EXAMPLES} -B ${WORK}/build -G Ninja -DCMAKE_PREFIX_PATH=${prefix}
  -DCMAKE_C_COMPILER=${C_COMPILER} -DCMAKE_BUILD_TYPE=Debug)
file(STRINGS ${WORK}/build/CMakeCache.txt found REGEX "^vip_DIR:")
if(NOT found MATCHES "${prefix}")
  message(FATAL_ERROR "another vip was found: ${found}")
endif()
run(${CMAKE_COMMAND} --build ${WORK}/build)
sell(cmake ${WORK}/build/member_sale)

set(ENV{PKG_CONFIG_PATH} ${pc_dir})
execute_process(COMMAND pkg-config --modversion vip OUTPUT_VARIABLE version
  OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
if(NOT version STREQUAL VERSION)
  message(FATAL_ERROR "vip.pc says ${version}, not ${VERSION}")
endif()
execute_process(COMMAND pkg-config --cflags --libs vip OUTPUT_VARIABLE flags
  OUTPUT_STRIP_TRAILING_WHITESPACE COMMAND_ERROR_IS_FATAL ANY)
separate_arguments(flags UNIX_COMMAND "${flags}")
run(${C_COMPILER} -std=c99 -Wall -Wextra -pedantic-errors -Werror ${EXAMPLES}/member_sale.c ${flags}
  -o ${WORK}/by_pkg_config)
sell(pkg_config ${WORK}/by_pkg_config)

sell(python ${PYTHON} ${EXAMPLES}/member_sale.py)
file(REMOVE_RECURSE ${WORK})
