# minga_embed(TARGET NAME FILE...): makes the text files readable from C++ as
#   std::string_view minga::embedded::NAME(std::string_view file_name)
# declared in "embedded/NAME.h"; the answer is empty for a file that was not embedded.
function(minga_embed target name)
  set(dir ${CMAKE_CURRENT_BINARY_DIR}/embedded)
  set(cases "")
  foreach(file ${ARGN})
    get_filename_component(path ${file} ABSOLUTE)
    get_filename_component(base ${file} NAME)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS ${path})
    file(READ ${path} content)
    # Compilers limit one literal to 64 KiB; pieces side by side are joined by them. A piece ends with a line, so that no
    # character is cut in two.
    string(LENGTH "${content}" length)
    set(literal "")
    set(at 0)
    while(at LESS length)
      string(SUBSTRING "${content}" ${at} 12000 piece)
      string(FIND "${piece}" "\n" end REVERSE)
      math(EXPR end "${end} + 1")
      if(end GREATER 0)
        string(SUBSTRING "${piece}" 0 ${end} piece)
      endif()
      string(APPEND literal "R\"mng(${piece})mng\"\n")
      string(LENGTH "${piece}" size)
      math(EXPR at "${at} + ${size}")
    endwhile()
    if(literal STREQUAL "")
      set(literal "\"\"")
    endif()
    string(APPEND cases "  if (file == \"${base}\") return std::string_view(${literal}, sizeof(${literal}) - 1);\n")
  endforeach()
  file(CONFIGURE OUTPUT ${dir}/${name}.h CONTENT
"#pragma once
#include <string_view>
namespace minga::embedded {
std::string_view @name@(std::string_view file);
}
" @ONLY)
  # file(GENERATE) would expand what looks like a generator expression in the content; write only what differs.
  set(text "#include \"embedded/${name}.h\"\nnamespace minga::embedded {\nstd::string_view ${name}(std::string_view file) {\n${cases}  return {};\n}\n}\n")
  set(old "")
  if(EXISTS ${dir}/${name}.cc)
    file(READ ${dir}/${name}.cc old)
  endif()
  if(NOT old STREQUAL text)
    file(WRITE ${dir}/${name}.cc "${text}")
  endif()
  target_sources(${target} PRIVATE ${dir}/${name}.cc)
  target_include_directories(${target} PRIVATE ${CMAKE_CURRENT_BINARY_DIR})
endfunction()
