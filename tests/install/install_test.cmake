# Installs into an empty place, builds the consumer there from nothing else, and runs it.
#   cmake -D BINARY_DIR=… -D SOURCE_DIR=… -D WORK_DIR=… -D BUILD_TYPE=… -D CXX=… -D FLAGS=…
#         -D SUPPORT_DIR=… -D SAMPLES=… -D DATA_DIR=… -P install_test.cmake
function(run)
  execute_process(COMMAND ${ARGN} RESULT_VARIABLE code OUTPUT_VARIABLE out ERROR_VARIABLE err)
  if(NOT code EQUAL 0)
    message(FATAL_ERROR "${ARGN}\n${out}\n${err}")
  endif()
endfunction()

file(REMOVE_RECURSE ${WORK_DIR})
run(${CMAKE_COMMAND} --install ${BINARY_DIR} --prefix ${WORK_DIR}/prefix)
# A copy, moved away from the build: neither tree may be what the package points to.
file(RENAME ${WORK_DIR}/prefix ${WORK_DIR}/moved)
file(COPY ${SOURCE_DIR}/consumer DESTINATION ${WORK_DIR})
run(${CMAKE_COMMAND} -G Ninja -S ${WORK_DIR}/consumer -B ${WORK_DIR}/build -D CMAKE_PREFIX_PATH=${WORK_DIR}/moved
    -D CMAKE_BUILD_TYPE=${BUILD_TYPE} -D CMAKE_CXX_COMPILER=${CXX} "-DCMAKE_CXX_FLAGS=${FLAGS}")
run(${CMAKE_COMMAND} --build ${WORK_DIR}/build)
run(${WORK_DIR}/build/consumer)

# Against a server with the sample round: the installed one.
execute_process(COMMAND bash ${SUPPORT_DIR}/with_server.sh ${WORK_DIR}/moved/bin/minga-server
                        bash -c "${SAMPLES} --server SERVER --key-file <(echo KEY) --data ${DATA_DIR} >&2 && ${WORK_DIR}/build/consumer SERVER KEY"
                RESULT_VARIABLE code OUTPUT_VARIABLE listed ERROR_VARIABLE err)
string(REGEX MATCHALL "initiatives/[a-z0-9]+\t" initiatives "${listed}")
list(LENGTH initiatives count)
if(NOT code EQUAL 0 OR NOT count EQUAL 19)
  message(FATAL_ERROR "the consumer listed ${count} initiatives of the sample round's 19 (exit code ${code})\n${listed}\n${err}")
endif()
run(${WORK_DIR}/moved/bin/minga --version)

file(GLOB_RECURSE packages ${WORK_DIR}/moved/*.cmake)
foreach(package ${packages})
  file(READ ${package} text)
  foreach(tree ${BINARY_DIR} ${SOURCE_DIR})
    string(FIND "${text}" "${tree}" found)
    if(NOT found EQUAL -1)
      message(FATAL_ERROR "${package} points to ${tree}")
    endif()
  endforeach()
endforeach()
