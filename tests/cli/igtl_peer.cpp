/*
 * The packaged OpenIGTLink classes at the other end of bevel's connections.
 *
 * usage: igtl_peer send N        listen, print the port, send N pictures, and
 *                                wait until the other end hangs up
 *        igtl_peer receive PORT   print each message, a line each, until the
 *                                 other end hangs up
 */
#include <cstdio>
#include <cstdlib>
#include <cstring>

#include <openigtlink/igtlClientSocket.h>
#include <openigtlink/igtlImageMessage.h>
#include <openigtlink/igtlMessageHeader.h>
#include <openigtlink/igtlPointMessage.h>
#include <openigtlink/igtlServerSocket.h>
#include <openigtlink/igtlStatusMessage.h>
#include <openigtlink/igtlTransformMessage.h>

namespace
{

const int width = 64, height = 48;

igtl::ImageMessage::Pointer make_picture(int number)
{
    igtl::ImageMessage::Pointer image = igtl::ImageMessage::New();
    igtl::TimeStamp::Pointer time = igtl::TimeStamp::New();

    image->SetDimensions(width, height, 1);
    image->SetSpacing(0.1f, 0.1f, 1);
    image->SetScalarTypeToUint8();
    image->SetDeviceName("Image");
    image->AllocateScalars();
    unsigned char *pixels =
        static_cast<unsigned char *>(image->GetScalarPointer());
    for (int i = 0; i < width * height; i++)
        pixels[i] = static_cast<unsigned char>((i * 7 + number * 31) % 251);
    time->SetTime(1700000000.0 + number * 0.125);
    image->SetTimeStamp(time);
    image->Pack();
    return image;
}

int send(int count)
{
    igtl::ServerSocket::Pointer server = igtl::ServerSocket::New();

    if (server->CreateServer(0) != 0)
        return EXIT_FAILURE;
    std::printf("%d\n", server->GetServerPort());
    std::fflush(stdout);
    igtl::ClientSocket::Pointer client = server->WaitForConnection(60000);
    if (client.IsNull())
        return EXIT_FAILURE;
    for (int i = 0; i < count; i++) {
        igtl::ImageMessage::Pointer image = make_picture(i);

        if (!client->Send(image->GetPackPointer(), image->GetPackSize()))
            return EXIT_FAILURE;
    }
    char byte;
    client->Receive(&byte, 1);
    return EXIT_SUCCESS;
}

/* One message of a kind, its checksum checked. */
template <class Message>
bool take(igtl::Socket *socket, igtl::MessageHeader *header,
          typename Message::Pointer &message)
{
    message = Message::New();
    message->SetMessageHeader(header);
    message->AllocatePack();
    socket->Receive(message->GetPackBodyPointer(), message->GetPackBodySize());
    return message->Unpack(1) & igtl::MessageHeader::UNPACK_BODY;
}

bool print_image(igtl::Socket *socket, igtl::MessageHeader *header)
{
    igtl::ImageMessage::Pointer image;
    int x, y, z;
    float mm[3];

    if (!take<igtl::ImageMessage>(socket, header, image))
        return false;
    image->GetDimensions(x, y, z);
    image->GetSpacing(mm);
    std::printf("IMAGE %s %d %d %d %.5f %.5f\n", image->GetDeviceName(), x, y,
                z, mm[0], mm[1]);
    return true;
}

bool print_transform(igtl::Socket *socket, igtl::MessageHeader *header)
{
    igtl::TransformMessage::Pointer transform;
    igtl::Matrix4x4 matrix;

    if (!take<igtl::TransformMessage>(socket, header, transform))
        return false;
    transform->GetMatrix(matrix);
    std::printf("TRANSFORM %s %.4f %.4f %.4f %.4f\n",
                transform->GetDeviceName(), matrix[0][3], matrix[1][3],
                matrix[0][0], matrix[1][0]);
    return true;
}

bool print_point(igtl::Socket *socket, igtl::MessageHeader *header)
{
    igtl::PointMessage::Pointer points;
    igtl::PointElement::Pointer point;
    float at[3];

    if (!take<igtl::PointMessage>(socket, header, points) ||
        points->GetNumberOfPointElement() != 1)
        return false;
    points->GetPointElement(0, point);
    point->GetPosition(at);
    std::printf("POINT %s %.4f %.4f\n", points->GetDeviceName(), at[0], at[1]);
    return true;
}

bool print_status(igtl::Socket *socket, igtl::MessageHeader *header)
{
    igtl::StatusMessage::Pointer status;

    if (!take<igtl::StatusMessage>(socket, header, status))
        return false;
    std::printf("STATUS %s %d %s\n", status->GetDeviceName(), status->GetCode(),
                status->GetErrorName());
    return true;
}

bool print_body(igtl::Socket *socket, igtl::MessageHeader *header)
{
    const char *type = header->GetDeviceType();

    if (std::strcmp(type, "IMAGE") == 0)
        return print_image(socket, header);
    if (std::strcmp(type, "TRANSFORM") == 0)
        return print_transform(socket, header);
    if (std::strcmp(type, "POINT") == 0)
        return print_point(socket, header);
    return std::strcmp(type, "STATUS") == 0 && print_status(socket, header);
}

int receive(int port)
{
    igtl::ClientSocket::Pointer socket = igtl::ClientSocket::New();

    if (socket->ConnectToServer("127.0.0.1", port) != 0)
        return EXIT_FAILURE;
    for (;;) {
        igtl::MessageHeader::Pointer header = igtl::MessageHeader::New();

        header->InitPack();
        if (socket->Receive(header->GetPackPointer(), header->GetPackSize()) !=
            header->GetPackSize())
            return EXIT_SUCCESS; /* hung up */
        header->Unpack();
        if (!print_body(socket, header))
            return EXIT_FAILURE;
    }
}

} // namespace

int main(int argc, char **argv)
{
    if (argc == 3 && std::strcmp(argv[1], "send") == 0)
        return send(std::atoi(argv[2]));
    if (argc == 3 && std::strcmp(argv[1], "receive") == 0)
        return receive(std::atoi(argv[2]));
    std::fprintf(stderr, "usage: igtl_peer send N | receive PORT\n");
    return EXIT_FAILURE;
}
