#include "client/cli/app.h"

int main(int argc, char** argv) { return minga::cli::Run({argv + 1, argv + argc}); }
