# A file as a C array, with a NUL behind it that its size does not count: cmake -D INPUT=FILE -D OUTPUT=FILE.c -D NAME=array -D HEADER=declares/it.h -P embed.cmake
file(READ ${INPUT} bytes HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${bytes}")
string(REGEX REPLACE "(0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,0x..,)" "\\1\n" bytes
       "${bytes}")
file(WRITE ${OUTPUT} "#include \"${HEADER}\"\n\nconst unsigned char ${NAME}[] = {\n${bytes}0\n};\n"
     "const size_t ${NAME}_size = sizeof ${NAME} - 1;\n")
