# What `cmake --install` puts in place: the commands, the client library with the messages that it shows, and the package
# that find_package(minga) reads. The server is installed by name because only some builds have it.
include(CMakePackageConfigHelpers)

install(TARGETS minga RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
if(TARGET minga-server)
  install(TARGETS minga-server RUNTIME DESTINATION ${CMAKE_INSTALL_BINDIR})
endif()

set_target_properties(minga_client PROPERTIES EXPORT_NAME client)
set_target_properties(minga_proto PROPERTIES EXPORT_NAME proto)
install(TARGETS minga_client minga_proto EXPORT minga-targets
        ARCHIVE DESTINATION ${CMAKE_INSTALL_LIBDIR} INCLUDES DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(EXPORT minga-targets NAMESPACE minga:: DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/minga)
install(DIRECTORY ${PROJECT_SOURCE_DIR}/client/include/ DESTINATION ${CMAKE_INSTALL_INCLUDEDIR})
install(DIRECTORY ${PROJECT_BINARY_DIR}/proto/gen/minga ${PROJECT_BINARY_DIR}/proto/gen/google DESTINATION ${CMAKE_INSTALL_INCLUDEDIR}
        FILES_MATCHING PATTERN "*.pb.h" PATTERN "*.grpc.pb.h" EXCLUDE)
# For clients in other languages.
install(DIRECTORY ${PROJECT_SOURCE_DIR}/proto/minga DESTINATION ${CMAKE_INSTALL_DATADIR}/minga/proto FILES_MATCHING PATTERN "*.proto")

configure_package_config_file(${PROJECT_SOURCE_DIR}/cmake/minga-config.cmake.in ${PROJECT_BINARY_DIR}/minga-config.cmake
                              INSTALL_DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/minga)
# Before 1.0 a minor version may break its users.
write_basic_package_version_file(${PROJECT_BINARY_DIR}/minga-config-version.cmake COMPATIBILITY SameMinorVersion)
install(FILES ${PROJECT_BINARY_DIR}/minga-config.cmake ${PROJECT_BINARY_DIR}/minga-config-version.cmake
        DESTINATION ${CMAKE_INSTALL_LIBDIR}/cmake/minga)
