class Server:
    hostname = "a"
    port = 1


print(Server().hostnme)
