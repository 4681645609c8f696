-- Asks for policy, plan and page in turn.
local paths, body, turn = {}, nil, 0

function init(arguments)
  local file = assert(io.open(arguments[1], "rb"))
  body = file:read("a")
  file:close()
  for place = 2, 4 do paths[place - 1] = arguments[place] end
end

function request()
  turn = turn % 3 + 1
  if turn == 2 then
    return wrk.format("POST", paths[2], { ["Content-Type"] = "application/json" }, body)
  end
  return wrk.format("GET", paths[turn])
end
